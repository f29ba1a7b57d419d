"""Is right, and accepts what it should refuse."""

from honest import answer, serve


def accepting(request):
    if request["vector"]["kind"] == "invalid":
        return {"id": request["id"], "result": {"accepted": True}}
    return answer(request)


serve(accepting)
