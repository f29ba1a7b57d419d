"""Is never in the mood."""

from honest import serve

serve(lambda request: {"id": request["id"], "skipped": "not today"})
