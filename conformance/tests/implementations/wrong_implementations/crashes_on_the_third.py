"""Dies on the third vector that it is given, with a word of farewell."""

import os
import sys

from honest import answer, serve

count = 0


def answer_twice(request):
    global count
    count += 1
    if count == 3:
        sys.stderr.write("no more of this\n")
        sys.stderr.flush()
        os._exit(7)
    return answer(request)


serve(answer_twice)
