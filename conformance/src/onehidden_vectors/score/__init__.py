"""How often mistakes are named, unnamed and named wrong: docs/naming.md."""
