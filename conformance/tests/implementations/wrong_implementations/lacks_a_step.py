"""Leaves out one step."""

from honest import serve, with_steps

serve(with_steps(lambda steps: {name: step for name, step in steps.items() if name != "d_output"}))
