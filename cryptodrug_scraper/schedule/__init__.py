"""Crawls at set times: a file says which, a scheduler starts them, a table tells what became of each."""
