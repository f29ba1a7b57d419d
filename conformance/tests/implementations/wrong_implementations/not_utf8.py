"""Sends bytes that are no text."""

import sys

from honest import serve


def binary(_):
    sys.stdout.buffer.write(b"\xff\x00\xfe\x1b[31m\n")
    sys.stdout.buffer.flush()
    return ""


serve(binary)
