"""The embedded PostgreSQL: its programs, files, limits and log, and who may use it."""
