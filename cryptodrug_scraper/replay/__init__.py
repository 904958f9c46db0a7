"""Archives and folders into the database: the same code for pages of last year and of this minute."""

from cryptodrug_scraper.replay.run import replay
from cryptodrug_scraper.replay.summary import Summary

__all__ = ["Summary", "replay"]
