"""Tor: a process of our own or one that runs, how it is doing, and what it can reach."""
