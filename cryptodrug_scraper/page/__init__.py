"""Bytes of one page to records: pure, with no network, database, clock, locale or randomness."""
