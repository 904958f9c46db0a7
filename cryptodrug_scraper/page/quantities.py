"""
Read the quantity that a listing's title states: weight, volume or pieces (methods E11, after the CMU group's parser).

Weights are grams and volumes millilitres, both `Decimal`. Purities, prices, bonuses and the numbers in the names of
substances are no quantities. A wrong quantity is worse than none: where two readings are possible, there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.quantity_parts import Parts, Weight, agree
from cryptodrug_scraper.page.quantity_words import (
    CHOICES,
    DOSES,
    GOODS,
    GRAMS,
    HOLDERS,
    JOINS,
    MEASURING,
    MILLILITRES,
    MONEY_SIGNS,
    MONEY_WORDS,
    PIECES,
    POWDERS,
    SHEETS,
    SINGLE,
    TABLETS,
    TAKEN,
)
from cryptodrug_scraper.page.undecorated import undecorated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.classes import DrugClass

__all__ = ["Quantity", "Unit", "parse_quantity"]

Unit = Literal["weight", "volume", "piece", "dose"]
"""
The kind of quantity: portions by weight, portions by volume, things (pills, blotters, packs …), or doses ("hits").
"""


@dataclass(frozen=True, slots=True)
class Quantity:
    """
    The quantity in one order of a listing, as its title states it.

    ``count`` units of ``unit_grams`` or ``unit_millilitres`` each, where the title says so. For pills and blotters the
    weight may be that of the substance in them. ``tier_grams`` holds the weights, ascending, between which a title
    such as "1g/5g/10g" lets the buyer choose: then there is no single weight, and ``unit_grams`` is None.
    """

    unit: Unit
    count: int = 1
    unit_grams: Decimal | None = None
    unit_millilitres: Decimal | None = None
    tier_grams: tuple[Decimal, ...] = ()

    @property
    def total_grams(self) -> Decimal | None:
        """The weight of all units together."""
        return None if self.unit_grams is None else self.unit_grams * self.count


_METRIC = frozenset({Decimal("0.000001"), Decimal("0.001"), Decimal(1), Decimal(1000)})
_MISREAD_COUNT = 50
"""From here on, a count equal to the grams is one number read twice (rule of CMU)."""
_LONGEST_TITLE = 400
_LEAST_TO_BE_RUN = {True: 3, False: 2}

_PORTIONS = frozenset({"cocaine", "heroin", "methamphetamine", "ketamine", "dmt", "5_meo", "cannabis_herb"})
_PORTIONS |= {"cannabis_resin", "cannabis_concentrate", "synthetic_cannabinoid", "opium"}
"""Substances that are sold as powders and the like, by weight also where it is less than a gram."""
_CHEMICALS = frozenset({"nps", "2c_b", "2c_x", "mescaline", "mxe", "pcp"})
_LEAST_CHEMICAL = Decimal("0.05")
_TABLET_CLASSES = frozenset({"Benzos", "Prescription", "Opioids"})
_SUMS = frozenset("+&")
_THINGS = PIECES - HOLDERS
_PARTING = JOINS | {",", "/", "|", ";", "with", "mit", "met", "avec", "or", "oder", "ou"}
"""Between a number and a weight, these say that they belong to different goods."""
_LEAST_PORTION, _LEAST_ECSTASY = Decimal("0.5"), Decimal("0.4")
"""No pill holds as many grams."""

_NO_OFFER = re.compile(
    r"sold\s*out|do(?:\s+not|n'?t)\s+order|not\s+available|unavailable|out\s+of\s+stock|ausverkauft|uitverkocht"
    r"|\b(?:lottery|lotterie|loterie|loterij|lotto|raffle|tombola|verlosung|gewinnspiel|giveaway|custom|individuell(?:e[rs]?)?)\b"
)
NO_OFFER_WORDS = frozenset(
    {"sold", "soldout", "order", "available", "unavailable", "stock", "ausverkauft", "uitverkocht"}
    | {
        "lottery",
        "lotterie",
        "loterie",
        "loterij",
        "lotto",
        "raffle",
        "tombola",
        "verlosung",
        "gewinnspiel",
        "giveaway",
    }
    | {"custom", "individuell", "individuelle", "individueller", "individuelles"}
)
"""One of these is in all that says so."""


def parse_quantity(title: str, sold: DrugClass | None = None, market_unit: str | None = None) -> Quantity | None:
    """
    Read the weight, volume or number of pieces from a listing's title.

    Only the first 400 characters are read; titles are shorter.

    Args:
        title: the title as the page prints it.
        sold: what is sold, if it is known: milligrams are portions of some drugs, and doses in pieces of others.
        market_unit: what the market prints the price for, such as ``gram``. It is the quantity where the title
            names none, and there is none where they differ.

    Returns:
        None where nothing says the quantity, where several are said that do not go together, or where nothing is sold.
    """
    text = undecorated(title[:_LONGEST_TITLE])
    parts = Parts(text)
    if not NO_OFFER_WORDS.isdisjoint(parts.words) and _NO_OFFER.search(text):
        return None
    reading = _Reading(parts, sold)
    found = reading.quantity()
    unit = "" if not market_unit else undecorated(market_unit).strip(" ./1")
    return found if unit == "" else reading.with_unit(found, unit)


class _Reading:
    """What the parts of a title make together, given what is sold."""

    __slots__ = ("_class", "_differ", "_parts", "_says_other", "_substance", "_words")

    def __init__(self, parts: Parts, sold: DrugClass | None) -> None:
        self._parts = parts
        self._class = None if sold is None else sold.class_name
        self._substance = None if sold is None else sold.substance
        self._words = parts.words
        self._says_other = parts.is_torn
        """Whether the title has a quantity that the market's unit cannot be."""
        self._differ = False
        """Whether the title says several weights of one unit."""

    def quantity(self) -> Quantity | None:
        """The quantity by the title alone."""
        parts = self._parts
        count, word = self._count()
        if self._says_other:
            return None
        if self._class == "Digital Goods":
            return Quantity("piece", count) if count is not None and (word == "" or word in GOODS) else None
        if not MEASURING.isdisjoint(self._words):
            return Quantity("piece", count) if count is not None else None
        tiers = parts.tiers or self._choices()
        if tiers:
            if count is None and all(grams < _LEAST_PORTION for grams in tiers) and not self._is_portion(max(tiers)):
                return None  # strengths
            return Quantity(self._unit(word, None), count or 1, tier_grams=tuple(sorted(set(tiers))))
        weight = self._weight(count or 1)
        if count is None and weight is not None and weight.grams < _LEAST_PORTION:
            count = self._in_brackets()
        if self._says_other or self._names_two(count, word, weight):
            self._says_other = True
            return None
        if parts.volumes:
            return Quantity("volume", count or 1, unit_millilitres=parts.volumes[0])
        if weight is not None:
            return self._weighed(count, word, weight)
        if count is None:
            return self._single()
        unit = self._unit(word, None)
        return Quantity("piece" if unit == "weight" else unit, count)

    def _weighed(self, count: int | None, word: str, weight: Weight) -> Quantity | None:
        """The quantity where a weight is said, of all or of one piece."""
        if count is None:
            is_dose = weight.factor < 1 or weight.each
            is_dose = is_dose or (weight.grams < _LEAST_PORTION and not TABLETS.isdisjoint(self._words))
            return self._lone(weight) if is_dose else Quantity("weight", 1, weight.grams)
        if count == weight.grams and count >= _MISREAD_COUNT:
            return Quantity("weight", 1, weight.grams)
        grams = weight.grams
        if word in TAKEN and grams >= _LEAST_PORTION and not weight.each and self._parts.counts:  # "5g (50 pills)"
            if not self._is_in_brackets(weight):
                return None
            grams /= count
        return Quantity(self._unit(word, weight), count, grams)

    def _names_two(self, count: int | None, word: str, weight: Weight | None) -> bool:
        """Tell whether what is said belongs to several goods: "10x LSD, 5g hash", "5g and 10 pills"."""
        parts = self._parts
        volumes = parts.volumes
        if count is None and not volumes and not parts.bare:
            return False
        is_bulk = weight is not None and weight.grams >= _LEAST_PORTION
        if volumes and (
            (weight is not None and weight.factor >= 1)
            or word in TABLETS
            or any(not agree(volume, volumes[0]) for volume in volumes)
        ):
            return True
        if count is not None and self._differ and is_bulk:
            return True
        places = [(parts.times_at, parts.times_at + 1)] if parts.times and not parts.counts else []
        places += [(parts.volume_at, parts.volume_at + 1)] if volumes else []
        places += [(weight.start, weight.end)] if weight is not None and is_bulk else []
        if len(places) > 1 and not _PARTING.isdisjoint(parts.words[min(places)[1] : max(places)[0]]):
            return True
        firsts = [*(start for start, _ in places), *(number.at for number in parts.counts)]
        return bool(firsts) and any(
            (is_bulk and parts.words[bare - 1] in TAKEN) or not _SUMS.isdisjoint(parts.words[min(firsts) : bare])
            for bare in parts.bare
        )

    def with_unit(self, found: Quantity | None, unit: str) -> Quantity | None:
        """The quantity, where the market prints the price of one ``unit``."""
        grams, millilitres = GRAMS.get(unit), MILLILITRES.get(unit)
        if grams is None and millilitres is None and unit not in TAKEN:
            return found
        if unit in TAKEN:
            return self._one_piece(found, unit)
        if self._says_other or self._class == "Digital Goods":
            return None
        one = Quantity("weight", 1, grams) if grams is not None else Quantity("volume", 1, unit_millilitres=millilitres)
        if found is None:
            return None if self._parts.weights or self._parts.has_riddle else one
        if found.tier_grams:
            return one
        if grams is None:
            return found if found.unit_millilitres == millilitres and found.count == 1 else None
        total = found.total_grams
        return found if total is not None and found.unit == "weight" and agree(total, grams) else None

    def _one_piece(self, found: Quantity | None, unit: str) -> Quantity | None:
        """One pill, where the price is for one and the title names no other quantity."""
        count, _ = self._count()
        if count not in {None, 1} or self._parts.is_torn or self._parts.has_riddle or self._class == "Digital Goods":
            return None
        dose = self._weight(1)
        if (found is not None and found.unit not in {"piece", "dose"}) or (dose is not None and dose.factor >= 1):
            return None
        return Quantity("dose" if unit in DOSES else "piece", 1, None if dose is None else dose.grams)

    def _count(self) -> tuple[int | None, str]:
        """The number of pieces, and the word for them."""
        parts = self._parts
        counts = parts.counts
        if not counts and not parts.times:
            return None, ""
        if any(count.word in SHEETS for count in counts):
            sheets = [count for count in counts if count.word in SHEETS]
            counts = [count for count in counts if count.word not in SHEETS]
            self._says_other = self._says_other or not counts or any(count.number > 1 for count in sheets)
        if len(counts) > 1:  # "1 strip 28 tablets"
            counts = [count for count in counts if count.number > 1 or count.word not in HOLDERS] or counts[:1]
        numbers = {*(count.number for count in counts), *parts.times}
        if len(numbers) > 1:
            self._says_other = True
        if not numbers:
            return None, ""
        word = next((count.word for count in counts), "")
        if word == "" and len(parts.weights) == 1 and parts.words[parts.weights[0].end] in PIECES:
            word = parts.words[parts.weights[0].end]  # "5 x 1g syringes"
        return min(numbers), word

    def _lone(self, weight: Weight) -> Quantity | None:
        """A weight below a gram that stands alone: a portion, or a dose of nobody knows how many pieces."""
        self._says_other = not self._is_portion(weight.grams)
        words = self._parts.words
        if self._parts.has_riddle or (self._says_other and TABLETS.isdisjoint(words) and DOSES.isdisjoint(words)):
            self._says_other = True
            return None
        if not self._says_other and TABLETS.isdisjoint(words):
            return Quantity("weight", 1, weight.grams)
        named = [word for word in words if word in TAKEN]
        if named and not any(word.endswith(("s", "en", "xtc")) for word in named) and not SINGLE.isdisjoint(words):
            self._says_other = False
            return Quantity("dose" if named[0] in DOSES else "piece", 1, weight.grams)
        self._says_other = True
        return None

    def _single(self) -> Quantity | None:
        """One unit, where nothing says more than "per gram"."""
        units = set(self._parts.singles)
        factors = {GRAMS.get(unit) for unit in units}
        if len(factors) != 1 or self._parts.weights or self._parts.has_riddle:
            return None
        factor = factors.pop()
        if factor is not None:
            return Quantity("weight", 1, factor)
        return Quantity("dose" if units <= DOSES else "piece")

    def _is_portion(self, grams: Decimal) -> bool:
        """Tell whether so little is sold by itself, and not in pieces."""
        if not POWDERS.isdisjoint(self._words):
            return True
        if self._substance in _PORTIONS:
            return True
        if self._class in _TABLET_CLASSES or self._substance in {"lsd", "methylphenidate"}:
            return False
        if self._substance in _CHEMICALS:
            return grams >= _LEAST_CHEMICAL
        return grams >= (_LEAST_ECSTASY if self._class == "Ecstasy" else _LEAST_PORTION)

    def _in_brackets(self) -> int | None:
        """The only whole number that nothing explains, where it stands alone in brackets: "Valium 10mg (28)"."""
        words, bare = self._parts.words, self._parts.bare
        is_taken = self._class in _TABLET_CLASSES or self._class == "Ecstasy" or not TABLETS.isdisjoint(words)
        if not is_taken or len(bare) != 1 or (words[bare[0] - 1], words[bare[0] + 1]) not in {("(", ")"), ("[", "]")}:
            return None
        return int(words[bare[0]]) if words[bare[0]].isdecimal() else None

    def _is_in_brackets(self, weight: Weight) -> bool:
        """Tell whether a weight and the only count are one in brackets after the other: "5g (50 pills)"."""
        at = self._parts.counts[0].at
        between = self._parts.words[weight.end : at] if weight.start < at else self._parts.words[at + 2 : weight.start]
        return between in (["("], ["["], ["="], ["of"])

    def _are_parted(self, end: int, start: int) -> bool:
        """Tell whether what ends before ``end`` and what begins at ``start`` are of two things."""
        between = self._parts.words[end:start]
        return not JOINS.isdisjoint(between) or "," in between

    def _choices(self) -> list[Decimal]:
        """The weights of "1g/5g/10g"; none where the title does not list different weights side by side."""
        weights = self._parts.weights
        if len(weights) <= 1:
            return []
        run = weights[:1]
        bare = False
        for weight in weights[1:]:
            between = self._parts.words[run[-1].end : weight.start]
            if not CHOICES.issuperset(between) and not self._are_prices(between):
                break
            bare = bare or not between
            run.append(weight)
        if len(run) < _LEAST_TO_BE_RUN[bare] or all(agree(weight.grams, run[0].grams) for weight in run):
            return []
        return [weight.grams for weight in run]

    def _are_prices(self, words: Sequence[str]) -> bool:
        """Tell whether words are a price, with signs: "1g 70 € / 2g 130 €"."""
        signs = CHOICES | MONEY_SIGNS | MONEY_WORDS | {"=", ":"}
        rest = [word for word in words if word not in signs]
        return len(rest) == 1 and rest[0][0].isdecimal() and len(words) > 1

    def _weight(self, count: int) -> Weight | None:
        """The one weight that the title is about, of one unit; None where there is none, or no telling which."""
        weights = self._parts.weights
        if len(weights) <= 1:
            return None if not weights or weights[0].limit else weights[0]
        distinct: list[Weight] = []
        for weight in weights:
            if weight.limit:
                continue
            for index, known in enumerate(distinct):
                if agree(weight.grams, known.grams):
                    if weight.factor == known.factor and self._are_parted(known.end, weight.start):
                        self._says_other = True  # "1g speed, 1g hash"
                    if known.factor not in _METRIC and weight.factor in _METRIC:
                        distinct[index] = weight  # "1 oz (28g)" is 28 g
                    break
            else:
                distinct.append(weight)
        if len(distinct) == 1:
            return distinct[0]
        if len(distinct) == 2:
            small, large = sorted(distinct, key=lambda weight: weight.grams)
            if agree(small.grams * count, large.grams):
                return small  # "10 x 1g (10g)"
        self._differ = True
        bulk = [weight for weight in distinct if weight.factor >= 1]
        if len(bulk) == 1:
            return bulk[0]  # "1g cartridge, 850mg THC"
        self._says_other = self._says_other or len(bulk) > 1
        return None

    def _unit(self, word: str, weight: Weight | None) -> Unit:
        if word != "":
            return "dose" if word in DOSES else "piece"
        if weight is None or weight.grams < _LEAST_PORTION:
            if not TABLETS.isdisjoint(self._words):
                return "piece"
            if not DOSES.isdisjoint(self._words):
                return "dose"
        if weight is not None and weight.factor < 1:
            is_portion = self._substance in _PORTIONS and _THINGS.isdisjoint(self._words)
            return "weight" if is_portion else "piece"  # "20x 10mg Diazepam"
        return "weight"
