"""In which sums goods are counted, and of which sum goods are that a claim names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.page.classes import CLASS_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["level_of", "levels_of"]

_CANNABIS = "cannabis"
"""Goods that are a class and several substances (``research.is_goods``)."""
_CLASSES = {name.lower().replace(" ", "_"): name for name in CLASS_NAMES}


def levels_of(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """
    Yield level and name of each sum of goods in which a drug is counted.

    Args:
        row: ``drug_class``, ``substance`` (None: not known) and ``is_cannabis``.
    """
    yield "all", "all"
    if row["drug_class"] is not None:
        yield "drug_class", row["drug_class"]
    if row["substance"] is not None:
        yield "substance", row["substance"]
    if row["is_cannabis"]:
        yield "both", _CANNABIS


def level_of(goods: str) -> tuple[str, str]:
    """Return level and name of the sum of goods that a claim names: of a class, a substance, or cannabis."""
    if goods == _CANNABIS:
        return "both", goods
    return ("drug_class", _CLASSES[goods]) if goods in _CLASSES else ("substance", goods)
