"""Is right, and writes a hundred megabytes on standard error meanwhile."""

import sys

from honest import answer, serve


def noisy(request):
    for _ in range(100):
        sys.stderr.write("x" * 2**20)
    return answer(request)


serve(noisy)
