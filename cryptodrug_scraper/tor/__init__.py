"""Tor: a process of the program's own or one that runs already, its state, and what it can reach."""
