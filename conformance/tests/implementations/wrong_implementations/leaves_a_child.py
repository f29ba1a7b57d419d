"""Dies at the first vector and leaves a child that holds its pipes."""

import os
import subprocess

from honest import serve


def orphan(_):
    subprocess.Popen(["sleep", "3600"])
    os._exit(3)


serve(orphan)
