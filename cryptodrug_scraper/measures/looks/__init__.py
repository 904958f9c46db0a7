"""Snapshots: what was looked at, how completely, and who was there to be seen."""
