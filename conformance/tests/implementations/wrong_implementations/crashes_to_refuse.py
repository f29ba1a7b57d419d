"""Is right, and refuses what is invalid by dying."""

import os

from honest import answer, serve


def dying(request):
    if request["vector"]["kind"] == "invalid":
        os.abort()
    return answer(request)


serve(dying)
