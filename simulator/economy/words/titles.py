"""Titles of listings: what is sold and how much of it, as vendors write it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.catalogue import AMOUNTS, CATALOGUE
from simulator.draws import Draws
from simulator.economy.words.goods import GOODS
from simulator.economy.words.pools import POOLS

if TYPE_CHECKING:
    from simulator.draws import Picker

__all__ = ["Titles"]

_KEPT = 1 << 16
"""Titles that are kept: each rating shows one."""

_BEFORE, _AFTER, _SOLD_OUT = POOLS.titles.before, POOLS.titles.after, POOLS.titles.sold_out


def _number(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")


def _weight(milligrams: int, picker: Picker) -> str:
    style = picker.below(12)
    if milligrams >= 1_000_000:
        return f"{milligrams // 1_000_000}{picker.one(('kg', ' kg', ' KG', ' kilo'))}"
    if milligrams == 500_000 and style < 3:
        return "0.5 kilo"
    if milligrams == 28_000 and style < 5:
        return picker.one(("28g (1oz)", "1 oz", "1 ounce", "1oz (28 gr)"))
    if milligrams == 3500 and style < 2:
        return "1/8 oz"
    if milligrams == 500 and style < 4:
        return picker.one(("500mg", "1/2 gram", "0,5g"))
    amount = _number(milligrams)
    if style == 11:
        amount = amount.replace(".", ",")
    return f"{amount}{('g', 'g', 'g', ' g', ' gram', ' gr', ' grams', 'G', ' Gramm', 'g', 'g', 'g')[style]}"


def _pieces(number: int, dose: str, picker: Picker) -> str:
    style = picker.below(6)
    strength = f" {dose}" if dose else ""
    if style < 2:
        return f"{number}x{strength}"
    if style == 2:
        return f"x{number}{strength}"
    word = picker.one(("pills", "pcs", "tabs", "pieces", "units"))
    return f"{number} {word}{strength}" if style < 5 else f"{strength.strip()} x {number}".strip()


class Titles:
    """Titles of a scenario's listings."""

    def __init__(self, seed: int) -> None:
        self._draws = Draws(seed, "title")
        self.title = lru_cache(_KEPT)(self._title)

    def good(self, ids: int, product: int) -> str:
        """Return the name of the product, without the amount."""
        return self._draws.picker(ids, 1).one(GOODS[product])

    def _title(self, ids: int, product: int, step: int, *, tiered: bool, sold_out: bool) -> str:
        """
        The title of a listing.

        Args:
            ids: what its chance is drawn for.
            product: the product.
            step: size of pack.
            tiered: whether the buyer says how much, so that the title does not.
            sold_out: whether it says that nothing can be had.
        """
        picker = self._draws.picker(ids)
        good, kind = self.good(ids, product), CATALOGUE[product]
        amount = int(AMOUNTS[product, step])
        text = good
        if tiered and kind.kind == "weight":
            text = f"{good} {picker.one(('per gram', '(1g - 100g)', '/ gram', 'any amount'))}"
        elif tiered:
            text = f"{good}{' ' + picker.one(kind.doses) if kind.doses else ''}"
        elif kind.kind == "weight":
            size = _weight(amount, picker)
            text = f"{good} {size}" if picker.below(4) else f"{size} {good}"
        elif kind.kind == "pills":
            size = _pieces(amount, picker.one(kind.doses) if kind.doses else "", picker)
            text = f"{good} {size}" if picker.below(3) else f"{size} {good}"
        elif kind.kind == "volume":
            text = f"{good} {amount}{picker.one(('ml', ' ml', 'mL'))}"
        before = picker.one(_BEFORE) if picker.below(5) == 0 else ""
        after = picker.one(_AFTER) if picker.below(3) == 0 else ""
        if picker.below(9) == 0:
            text = text.upper()
        said = picker.one(_SOLD_OUT)
        return f"{said if sold_out else ''}{before}{text}{after}"
