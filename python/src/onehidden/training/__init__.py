"""Training: epochs, optimizers and their settings."""
