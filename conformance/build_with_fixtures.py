"""Puts the fixtures and the kits into the wheel, so that the suite can be installed without a checkout."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Fixtures(BuildHookInterface):
    """An editable installation reads them where they are."""

    def initialize(self, version, build_data):
        """Add the folders to what is packed."""
        if version == "standard":
            fixtures = Path(self.root).parent / "fixtures"
            build_data["force_include"][str(fixtures)] = "onehidden_conformance/installed_fixtures"
            build_data["force_include"][str(Path(self.root) / "kits")] = "onehidden_conformance/installed_kits"
