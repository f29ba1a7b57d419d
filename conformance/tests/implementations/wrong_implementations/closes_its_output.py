"""Closes its standard output at the first vector, and lives on."""

import os
import time

from honest import serve


def close(_):
    os.close(1)
    time.sleep(3600)


serve(close)
