"""Empire Market: the pages that it would have shown of a snapshot. `TEMPLATE` answers requests."""

from simulator.empire.template import EmpireTemplate

__all__ = ["TEMPLATE", "EmpireTemplate"]

TEMPLATE = EmpireTemplate()
"""The market as its pages are made by default; a new template keeps nothing that this one has worked out."""
