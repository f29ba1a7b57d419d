"""Has fewer numbers than its shapes say (`few`), or claims shapes that no memory can hold (`huge`)."""

import sys

from honest import serve, with_steps

SHAPES = {
    "few": lambda step: {**step, "bits": step["bits"][1:]},
    "huge": lambda _: {"shape": [10**8, 10**8], "bits": []},
}
change = SHAPES[sys.argv[1]]
serve(with_steps(lambda steps: {name: change(step) for name, step in steps.items()}))
