"""The archive: what was fetched or imported, as WARC files that any web archive's tools read."""

from cryptodrug_scraper.archive.exchange import Exchange
from cryptodrug_scraper.archive.layout import ARCHIVE_VARIABLE, Layout, default_archive
from cryptodrug_scraper.archive.writer import ArchiveWriter, Stored

__all__ = ["ARCHIVE_VARIABLE", "ArchiveWriter", "Exchange", "Layout", "Stored", "default_archive"]
