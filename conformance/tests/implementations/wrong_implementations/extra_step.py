"""Has a step that there is not."""

from honest import serve, with_steps

serve(with_steps(lambda steps: {**steps, "momentum": steps["loss"]}))
