"""WARC records and their headers: one reader and one writer for all who need them."""
