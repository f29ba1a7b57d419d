"""Is right, and stays when it is told to stop (`stays`), has a last word (`talks`), or ends as a failure (`fails`)."""

import sys
import time

from honest import say, serve

serve()
if sys.argv[1] == "talks":
    say("goodbye\n")
elif sys.argv[1] == "fails":
    raise SystemExit(5)
else:
    time.sleep(3600)
