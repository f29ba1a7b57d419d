"""Numbers as bits, as tensors, and how far apart two of them are."""
