"""Load archives and folders into the database, by the same code that loads the pages of a running crawl."""

from cryptodrug_scraper.replay.run import replay
from cryptodrug_scraper.replay.summary import Summary

__all__ = ["Summary", "replay"]
