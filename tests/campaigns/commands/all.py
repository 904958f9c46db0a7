"""Every command that does work."""

from __future__ import annotations

from tests.campaigns.commands.of_archive import OF_ARCHIVE
from tests.campaigns.commands.of_database import OF_DATABASE
from tests.campaigns.commands.of_files import OF_FILES
from tests.campaigns.commands.of_market import OF_MARKET, OVER_TOR

__all__ = ["EVERY", "OVER_TOR"]

EVERY = (*OF_ARCHIVE, *OF_DATABASE, *OF_FILES, *OF_MARKET, *OVER_TOR)
"""All of them; those over Tor last, which need a network that takes ten seconds to come up."""
