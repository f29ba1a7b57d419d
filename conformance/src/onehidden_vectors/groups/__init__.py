"""The groups of vectors, each made by `vectors()` of the module of its name."""
