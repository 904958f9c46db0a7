"""WARC records and their headers: the reader and the writer that all other packages use."""
