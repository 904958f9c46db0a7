"""Measures computed from observations. They can be computed again, and never change the observations."""
