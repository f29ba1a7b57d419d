"""How long trainings take, in onehidden and in what users would pick instead: `./toxw -e benchmark`.

A worker (worker.py, worker.R) is a fresh process that trains one contender on one workload whenever it is asked, and
tells how long that took by its own clock. The runs of pytest (bench_*.py) ask, and write down a record; `python -m
benchmarks` makes docs/benchmarks.md and its chart of the record.
"""
