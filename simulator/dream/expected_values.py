"""The forms of values in records: amounts and places."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from simulator.dream.amounts import COINS, Printed
from simulator.dream.place_names import REGIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    Record = dict[str, Any]

__all__ = ["money", "place", "prices"]


def money(printed: Printed) -> Record:
    """An amount; one of a country's currency has at least two decimals."""
    amount = printed.amount.normalize()
    if printed.currency not in COINS and amount.as_tuple().exponent > -2:  # type: ignore[operator]  # it is a number
        amount = amount.quantize(Decimal("0.01"))
    if not amount:
        amount = Decimal("0.00")
    return {"amount": f"{amount:f}", "currency": printed.currency}


def prices(shown: Sequence[Printed]) -> Record:
    """Return all amounts of a price, and the preferred one: a country's currency before a coin."""
    preferred = next((price for price in shown if price.currency not in COINS), shown[0])
    return {"prices": [money(price) for price in shown], "price": money(preferred)}


def place(raw: str, codes: Sequence[str], excluded: Sequence[str] = (), *, digital: bool = False) -> Record | None:
    """Return a place, from its printed text and the codes that this means; None if nothing is printed."""
    if not raw:
        return None
    names = sorted(set(codes) - set(excluded))
    if len(names) > 1:
        kind = "multi"
    elif not names:
        kind = "digital" if digital else "unknown"
    elif names == ["WORLD"]:
        kind = "world"
    else:
        kind = "region" if names[0] in REGIONS else "country"
    return {"raw": raw, "kind": kind, "codes": names, "excluded": sorted(set(excluded))}
