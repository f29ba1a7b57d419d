"""Pictures of networks, trainings and decisions; only in Python."""
