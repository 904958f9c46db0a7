"""The markets that the project itself brings, whatever else is installed."""

from __future__ import annotations

import tomllib
from pathlib import Path

from cryptodrug_scraper.page.market import GROUP, market_named

__all__ = ["OWN_MARKETS", "OWN_NAMES"]

_PROJECT = Path(__file__).parent.parent.parent / "pyproject.toml"

OWN_NAMES = sorted(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["entry-points"][GROUP])
OWN_MARKETS = tuple(market_named(name) for name in OWN_NAMES)
