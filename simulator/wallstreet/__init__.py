"""
Wall Street Market: the pages that it would have shown of a snapshot. `TEMPLATE` answers requests.

Behind the login they are built from what scrapers noted of its structure; no saved page shows them. Nothing here is
shared with the parsers.
"""

from simulator.wallstreet.frame import DisplaySettings
from simulator.wallstreet.template import WallstreetTemplate

__all__ = ["TEMPLATE", "DisplaySettings", "WallstreetTemplate"]

TEMPLATE = WallstreetTemplate()
"""A template for whoever needs none of its own, with the settings that accounts have at first."""
