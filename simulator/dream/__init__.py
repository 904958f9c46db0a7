"""Dream Market: the pages that it would have shown of a snapshot. `TEMPLATE` answers requests."""

from simulator.dream.template import DreamTemplate

__all__ = ["TEMPLATE", "DreamTemplate"]

TEMPLATE = DreamTemplate()
"""The market as its pages are made by default; a new template keeps nothing that this one has worked out."""
