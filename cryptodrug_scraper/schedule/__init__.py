"""Crawls at set times: a file lists them, a scheduler starts them, and a table records how each ended."""
