"""Captures from what researchers have: folders of saved pages, and WARC files."""

from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in

__all__ = ["ImportReport", "captures_in"]
