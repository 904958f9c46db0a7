"""Bytes to records, one package per market. Pure: no network, database, clock, locale or randomness."""
