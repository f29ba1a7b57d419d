"""Shakes hands and then reads no more."""

import time

from honest import STARTED, say

say(STARTED)
time.sleep(3600)
