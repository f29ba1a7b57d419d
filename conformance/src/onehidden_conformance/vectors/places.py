"""Where the vectors are."""

from pathlib import Path

CHECKOUT = Path(__file__).parents[4] / "fixtures"
INSTALLED = Path(__file__).parents[1] / "installed_fixtures"

ROOT = INSTALLED if INSTALLED.exists() else CHECKOUT
"""The fixtures that were installed with this file, or those of the checkout that it belongs to."""
