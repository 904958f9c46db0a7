"""How a market shows things, from the scenario's words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.economy.intervals import DAY
from simulator.state import Display

if TYPE_CHECKING:
    from simulator import scenario

__all__ = ["display_of"]


def display_of(settings: scenario.Display) -> Display:
    """How a market shows things, in the seconds that templates reckon in."""
    return Display(
        disorder=_seconds(settings.disorder_days),
        disorder_power=settings.disorder_power,
        cut_in_page_order=settings.cut_in_page_order,
        bands=(_seconds(settings.bands[0]), _seconds(settings.bands[1])),
        band_stray=_seconds(settings.band_stray_days),
        short_coins=settings.short_coins,
    )


def _seconds(days: float) -> int:
    return round(days * DAY)
