"""The conformance suite of onehidden: proves that implementations of SPEC.md give identical bits."""
