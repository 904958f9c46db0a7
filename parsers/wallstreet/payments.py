"""Read how an order may be paid, in six languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import get_args

from cryptodrug_scraper.page.records import Payment
from parsers.wallstreet.labels import WORDS, fold

__all__ = ["payments"]

_KNOWN: tuple[Payment, ...] = get_args(Payment)


@lru_cache(maxsize=256)
def _found(text: str) -> tuple[Payment, ...]:
    folded = fold(text)
    places: dict[Payment, int] = {}
    for payment in _KNOWN:
        for form in (fold(form) for forms in WORDS.table[payment] for form in forms):
            match = re.search(rf"\b{re.escape(form)}\b", folded)
            if match is not None:
                places[payment] = min(match.start(), places.get(payment, match.start()))
    return tuple(sorted(places, key=lambda payment: places[payment]))


def payments(text: str) -> list[Payment] | None:
    """Return the ways to pay that a text such as ``Escrow, Multisig`` names, in its order; None where it names none."""
    return list(_found(text)) or None
