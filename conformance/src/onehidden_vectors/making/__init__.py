"""How vectors of every kind are made from their inputs."""
