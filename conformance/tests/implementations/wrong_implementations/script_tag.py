"""Calls itself, its skips and its errors what a browser and a terminal would obey."""

from honest import STARTED, serve

TAG = "</script><script>alert(1)</script>\u001b[2J\u202e"


def hostile(request):
    if request["id"] % 2:
        return {"id": request["id"], "skipped": TAG}
    return {"id": request["id"], "error": {"code": None, "message": TAG, "argument": TAG, "step": TAG}}


serve(hostile, {**STARTED, "implementation": {"name": TAG, TAG: TAG}})
