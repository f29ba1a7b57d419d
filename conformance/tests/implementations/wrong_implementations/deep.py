"""Sends brackets in brackets in brackets."""

from honest import serve

serve(lambda _: "[" * 1_000_000 + "\n")
