"""NaN where numbers should be: in bits (`bits`), as a word (`word`), as null (`null`) or as a token (`token`)."""

import json
import sys

from honest import answer, serve, with_steps

WAYS = {
    "bits": lambda step: {"shape": step["shape"], "bits": ["7ff8000000000000"] * len(step["bits"])},
    "word": lambda step: {"shape": step["shape"], "values": ["NaN"] * len(step["bits"])},
    "null": lambda step: {"shape": step["shape"], "values": [None] * len(step["bits"])},
    "token": lambda step: {"shape": step["shape"], "values": [float("nan")] * len(step["bits"])},
}
change = WAYS[sys.argv[1]]
nan_everywhere = with_steps(lambda steps: {name: change(step) for name, step in steps.items()})
serve(lambda request: json.dumps(nan_everywhere(request)) + "\n" if "network" in request["vector"] else answer(request))
