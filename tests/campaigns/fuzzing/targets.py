"""All targets, by their names."""

from __future__ import annotations

from tests.campaigns.fuzzing.configuration import CONFIGURATION
from tests.campaigns.fuzzing.imports import IMPORTERS
from tests.campaigns.fuzzing.pages import PARSERS
from tests.campaigns.fuzzing.sidecars import SIDECARS
from tests.campaigns.fuzzing.warc_files import WARC

__all__ = ["TARGETS"]

TARGETS = {target.name: target for target in (PARSERS, WARC, IMPORTERS, SIDECARS, CONFIGURATION)}
