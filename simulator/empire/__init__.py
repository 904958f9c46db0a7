"""Empire Market: the pages that it would have shown of a snapshot. `TEMPLATE` answers requests."""

from simulator.empire.template import EmpireTemplate

__all__ = ["TEMPLATE", "EmpireTemplate"]

TEMPLATE = EmpireTemplate()
"""A template for whoever needs none of its own."""
