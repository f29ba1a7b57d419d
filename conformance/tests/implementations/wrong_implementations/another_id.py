"""Answers under another id: that of the vector before (`before`), or one that it makes up (`invented`)."""

import sys

from honest import answer, serve

SHIFT = {"before": -1, "invented": 1000}[sys.argv[1]]


def mistaken(request):
    id = request["id"] + SHIFT
    return {**answer(request), "id": id if id > 0 else 1}


serve(mistaken)
