"""Streams of random numbers that are the same in both languages."""

from onehidden.streams.streams import normals, uniforms

__all__ = ["normals", "uniforms"]
