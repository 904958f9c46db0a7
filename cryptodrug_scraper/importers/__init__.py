"""Captures from what researchers have: saved pages, mirror trees, stored responses, WARC, in folders and archives."""

from cryptodrug_scraper.importers.find import find_body, find_capture
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in, check_paths

__all__ = ["ImportReport", "Reason", "captures_in", "check_paths", "find_body", "find_capture"]
