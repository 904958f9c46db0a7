"""Empire Market's pages, made of states: `TEMPLATE` is what the simulator takes."""

from __future__ import annotations

from simulator.empire.template import EmpireTemplate

__all__ = ["TEMPLATE"]

TEMPLATE = EmpireTemplate()
