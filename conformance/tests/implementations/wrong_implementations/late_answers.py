"""Gives to every vector the answer to the one before, under the right id."""

from honest import answer, serve

before = []


def late(request):
    before.append(request)
    return {**answer(before[max(0, len(before) - 2)]), "id": request["id"]}


serve(late)
