"""By what listings and accounts are searched for: noted when pages are loaded, and when some of them go."""

from __future__ import annotations

from cryptodrug_scraper.statements import statement

__all__ = ["NOTE_SEARCHED"]

NOTE_SEARCHED = statement(__package__, "note_searched")
"""Notes what is new in the readings that table ``new_run`` names."""
