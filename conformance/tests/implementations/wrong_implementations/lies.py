"""Declares everything, level 2, every step and every kind; it can do a sigmoid, and shows its output."""

from honest import STARTED, answer, serve

KINDS = ["step", "training", "update", "threshold", "stream", "invalid"]


def little(request):
    vector = request["vector"]
    if vector["kind"] != "step" or vector["network"]["hidden_activation"] != "sigmoid":
        return {"id": request["id"], "error": {"code": None, "message": "not implemented"}}
    output = answer(request)["result"]["steps"]["output"]
    return {"id": request["id"], "result": {"steps": {"output": output}}}


serve(little, {**STARTED, "capabilities": {"kinds": KINDS, "trace": "all"}})
