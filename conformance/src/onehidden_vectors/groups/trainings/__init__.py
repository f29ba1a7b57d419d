"""Groups of trainings."""
