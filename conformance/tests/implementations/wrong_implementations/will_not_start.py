"""Fails before the handshake (`fails`), is of another protocol (`protocol`), or says nothing of itself (`silent`)."""

import sys

from honest import STARTED, serve

WAYS = {
    "protocol": {**STARTED, "protocol": 3},
    "silent": {"protocol": 1},
    "level": {**STARTED, "level": 3},
    "trace": {**STARTED, "capabilities": {"kinds": ["step"], "trace": ["everything"]}},
}
if sys.argv[1] == "fails":
    raise ImportError("no network here")
serve(started=WAYS[sys.argv[1]])
