"""
The pages of Wall Street Market.

Behind the login they are built from what scrapers noted of its structure; no saved page shows them. Nothing here is
shared with the parsers.
"""

from __future__ import annotations

from simulator.wallstreet.template import WallStreet
from simulator.wallstreet.view import Settings

__all__ = ["TEMPLATE", "Settings", "WallStreet"]

TEMPLATE = WallStreet()
"""The market with the settings that accounts have at first."""
