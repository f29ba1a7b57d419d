"""Cannot decide: a result, and skipped, and an error."""

from honest import answer, serve

serve(lambda request: {**answer(request), "skipped": "or not", "error": {"code": None, "message": "or wrong"}})
