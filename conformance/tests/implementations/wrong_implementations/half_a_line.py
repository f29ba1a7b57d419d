"""Sends half of an answer, and then waits, or ends if it is told to."""

import json
import sys
import time

from honest import answer, say, serve


def half(request):
    text = json.dumps(answer(request))
    say(text[: len(text) // 2])
    if sys.argv[1:] == ["end"]:
        sys.exit(0)
    time.sleep(3600)


serve(half)
