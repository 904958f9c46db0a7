"""Read the bytes of one page into records: pure code, without network, database, clock, locale or randomness."""
