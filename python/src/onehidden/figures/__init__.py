"""Figures of networks, trainings and decisions."""
