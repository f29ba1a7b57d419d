"""Is right, and prints what it is doing on standard output."""

from honest import answer, serve

serve(lambda request: [f"computing vector {request['id']} ...\n", answer(request)])
