"""Gives every answer twice."""

from honest import answer, serve

serve(lambda request: [answer(request), answer(request)])
