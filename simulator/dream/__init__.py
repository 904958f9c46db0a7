"""Dream Market: the pages that it would have shown of a snapshot. `TEMPLATE` answers requests."""

from simulator.dream.template import DreamTemplate

__all__ = ["TEMPLATE", "DreamTemplate"]

TEMPLATE = DreamTemplate()
"""A template for whoever needs none of its own."""
