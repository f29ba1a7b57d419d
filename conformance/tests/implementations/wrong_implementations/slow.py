"""Is right, and takes as many seconds for an answer as it is told to."""

import sys
import time

from honest import answer, serve


def answer_slowly(request):
    time.sleep(float(sys.argv[1]))
    return answer(request)


serve(answer_slowly)
