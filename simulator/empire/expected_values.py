"""The forms of values in records: money, instants, days and places."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.empire.frame import Frame
    from simulator.state import Amount

__all__ = ["day", "in_coin", "money", "place", "text", "utc"]

_REGIONS = frozenset({"EUROPE", "ASIA", "AFRICA", "NORTH_AMERICA", "SOUTH_AMERICA", "OCEANIA"})


def money(frame: Frame, amount: Amount) -> dict[str, str]:
    """An amount as the page shows it."""
    cents = frame.amounts.cents(amount)
    return {"amount": f"{cents // 100}.{cents % 100:02d}", "currency": frame.amounts.currency}


def in_coin(frame: Frame, amount: Amount, coin: str) -> dict[str, str]:
    """An amount in a coin as the page shows it."""
    return {"amount": f"{frame.amounts.coin(amount, coin):f}", "currency": coin}


def utc(instant: int) -> str:
    """``2018-11-18T09:12:00Z``."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(instant: int) -> str:
    """``2018-11-18``."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d")


def place(raw: str, codes: Sequence[str], excluded: Sequence[str] = ()) -> dict[str, Any]:
    """
    A set of places.

    Args:
        raw: as printed.
        codes: the places that it names.
        excluded: what the listing's text takes away from it.
    """
    named = sorted(set(codes) - set(excluded))
    if len(set(codes)) > 1:
        kind = "multi"
    else:
        kind = "world" if codes[0] == "WORLD" else "region" if codes[0] in _REGIONS else "country"
    return {"raw": raw, "kind": kind, "codes": named, "excluded": sorted(set(excluded))}


def text(written: str) -> str | None:
    """A text of several lines without the empty ones around it; None if nothing is left."""
    lines = [line.rstrip() for line in written.replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).strip("\n") or None
