"""Sends a gigabyte without the end of a line."""

import sys

from honest import serve


def flood(_):
    for _ in range(2**10):
        sys.stdout.write("x" * 2**20)
    return "\n"


serve(flood)
