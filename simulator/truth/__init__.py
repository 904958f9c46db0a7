"""The truth of an economy as tables, in Parquet files that others can read, and what a crawl could have seen of it."""

from simulator.truth.files import TABLES, digests, write

__all__ = ["TABLES", "digests", "write"]
