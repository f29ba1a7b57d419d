"""Sends line after line, as long as anybody reads."""

from honest import answer, say, serve


def flood(request):
    while True:
        say(answer(request))


serve(flood)
