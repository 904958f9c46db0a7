"""
Read the quantity that a listing's title states: weight, volume or pieces (methods E11, after the CMU group's parser).

Weights are grams and volumes millilitres, both `Decimal`. Purities, prices, bonuses and the numbers in the names of
substances are no quantities.
"""

from __future__ import annotations

# the signs that vendors type are meant
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

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


_OUNCE, _POUND = Decimal("28.3495"), Decimal("453.592")
_GRAMS = {
    **dict.fromkeys(("ug", "ugs", "µg", "μg", "mcg", "mcgs", "mkg", "microgram", "micrograms"), Decimal("0.000001")),
    **dict.fromkeys(("mg", "mgs", "milligram", "milligrams", "milligramm"), Decimal("0.001")),
    **dict.fromkeys(("g", "gr", "grs", "gm", "gms", "gs", "gram", "grams", "gramm", "gramme", "grammes"), Decimal(1)),
    **dict.fromkeys(("gramo", "gramos", "grammi", "grammo", "grama", "gramas"), Decimal(1)),
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramm"), Decimal(1000)),
    **dict.fromkeys(("oz", "ozs", "onz", "ounce", "ounces", "unze", "unzen"), _OUNCE),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), _POUND),
}
_MILLILITRES = {
    **dict.fromkeys(("ml", "mls", "millilitre", "millilitres", "milliliter", "milliliters"), Decimal(1)),
    **dict.fromkeys(("l", "lt", "liter", "liters", "litre", "litres"), Decimal(1000)),
}
_BULK = {"qp": _POUND / 4, "qps": _POUND / 4, "hp": _POUND / 2}
"""Quarter and half pound. The second is also a maker of computers, so it counts before "of" only."""
_SPELT = {"half": "0.5", "quarter": "0.25", "eighth": "0.125", "one": "1", "two": "2", "three": "3", "five": "5"}
_DENOMINATORS = frozenset({2, 3, 4, 8, 16})
_FRACTION_SIGNS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅛": " 1/8", "⅓": " 1/3"}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DOSES = _set("hit hits dose doses trip trips")
_TABLETS = _set(
    "pill pills pillen pilule pilules tab tabs tablet tablets tabletten tabletas blotter blotters cap caps capsule "
    "capsules kapseln stamp stamps xtc bar bars pellet pellets geltab geltabs gelcap gelcaps microdot microdots "
    "comprimes comprimés pressed"
)
_THINGS = _set(
    "pc pcs piece pieces stück stuck stk stuks unit units strip strips patch patches amp amps ampoule ampoules vial "
    "vials bottle bottles pack packs packet packets blister blisters box boxes cart carts cartridge cartridges joint "
    "joints preroll prerolls seed seeds bag bags gummies jar jars syringe syringes sheet sheets card cards account "
    "accounts"
)
_TAKEN = _DOSES | _TABLETS
_PIECES = _TAKEN | _THINGS
_HOLDERS = _set("pack packs box boxes lot sheet strip blister blisters bag bags")
_MONEY_SIGNS = frozenset("$€£฿¥")
_MONEY_WORDS = _set("usd eur euro euros gbp aud cad btc xmr dollar dollars bucks")
_MONEY_THINGS = _set("note notes bill bills sterling voucher vouchers gift cash bank")
_NETWORK_THINGS = _set("lte modem router sim network phone mobile proxy dongle stick internet")
_GIFTS = _set("free bonus extra gratis gift")
_SENDING = _set("ship shipping delivery postage")
_BEFORE_UNIT = _set("th of an")
_NOT_DESCRIBING = frozenset({*_GRAMS, *_MILLILITRES, *_MONEY_WORDS, "and", "with", "for", "per", "each", "from"})
_METRIC = frozenset({Decimal("0.000001"), Decimal("0.001"), Decimal(1), Decimal(1000)})
_TIMES = frozenset("x×*")
_JOINTS = frozenset({"/", "|", "-", "–"})
_CHOICES = frozenset({*_JOINTS, ",", ";", "~", "—", "or", "to", "→", ">", "\\"})

_AGREEMENT = Decimal("0.03")
"""An ounce is sold as 28 g and an eighth as 3.5 g: weights as close as this are one weight said twice."""
_MISREAD_COUNT = 50
"""From here on, a count equal to the grams is one number read twice (rule of CMU)."""
_YEARS = range(2010, 2031)
_SHORTEST_WORD, _MOST_WORDS_BETWEEN, _LOOKAHEAD, _LONGEST_TITLE = 3, 3, 6, 400

_NO_OFFER = re.compile(
    r"sold\s*out|do(?:\s+not|n['’]?t)\s+order|not\s+available|unavailable|out\s+of\s+stock|ausverkauft|uitverkocht"
)
_NO_OFFER_HINTS = ("sold", "order", "avail", "stock", "verk")
_TOKEN = re.compile(
    r"(\s*)(?:([1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])(?:\.[0-9]+)?|[0-9]+(?:[.,][0-9]+)?|(?<![0-9])[.,][0-9]+)"
    r"|((?:[munkµμ]?c?g|gr|grams?|oz|lbs?|ml|pcs?|tabs?|pills?)(?=x\s?[0-9])|[^\W\d_]+)"  # a word; "3.5gx10" has two
    r"|(\S))"
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_WHOLE_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


def parse_quantity(title: str) -> Quantity | None:
    """
    Read the weight, volume or number of pieces from a listing's title.

    Returns None where the title names none, names several that do not go together, or says that nothing is sold.
    Only the first 400 characters are read; titles are shorter.
    """
    low = title[:_LONGEST_TITLE].lower()
    if any(hint in low for hint in _NO_OFFER_HINTS) and _NO_OFFER.search(low):
        return None
    if not low.isascii():
        for sign, digits in _FRACTION_SIGNS.items():
            low = low.replace(sign, digits)
    return _Title(low).quantity()


@dataclass(frozen=True, slots=True)
class _Weight:
    grams: Decimal
    factor: Decimal  # grams of its unit
    start: int  # of its first token
    end: int  # after its last token
    each: bool  # said to be that of one piece


class _Title:
    """The tokens of a title in lower case, and what they were found to mean."""

    def __init__(self, text: str) -> None:
        self._words: list[str] = []
        self._spaced: list[bool] = []  # whether there is space before the token
        self._is_number: list[bool] = []
        for space, number, word, sign in _TOKEN.findall(text):
            self._words.append(number or word or sign)
            self._spaced.append(space != "")
            self._is_number.append(number != "")
        self._words += [""] * _LOOKAHEAD
        self._spaced += [True] * _LOOKAHEAD
        self._is_number += [False] * _LOOKAHEAD
        self._weights: list[_Weight] = []
        self._tiers: list[Decimal] = []
        self._volumes: list[Decimal] = []
        self._times: list[int] = []
        self._pieces: list[tuple[int, str]] = []  # a count, and the word for what is counted

    def quantity(self) -> Quantity | None:
        """What the tokens make together."""
        at = 0
        while self._words[at]:
            at = self._read(at)
        count, word = self._pieces[0] if self._pieces else (self._times[0] if self._times else None, "")
        tiers = self._tiers or self._choices()
        if tiers:
            return Quantity(self._unit(word, None), count or 1, tier_grams=tuple(sorted(set(tiers))))
        weight = self._weight(count or 1)
        if self._volumes and (weight is None or weight.factor < 1):
            return Quantity("volume", count or 1, unit_millilitres=self._volumes[0])
        unit = self._unit(word, weight)
        if weight is None:
            return None if count is None else Quantity("piece" if unit == "weight" else unit, count)
        if count is not None and count == weight.grams and count >= _MISREAD_COUNT:
            return Quantity("weight", 1, weight.grams)
        of_all = word in _TAKEN and weight.factor >= 1 and not weight.each  # "5g (50 pills)"
        return Quantity(unit, count or 1, weight.grams / (count or 1) if of_all else weight.grams)

    def _read(self, at: int) -> int:
        """Take in the token at ``at``, with those that belong to it; returns the index of the next."""
        word = self._words[at]
        if self._is_number[at]:
            if self._is_noise(at):
                return at + 1
            return self._read_measure(at) or self._read_count(at)
        if word in _SPELT:
            unit = self._unit_at(at + 1)
            return at + 1 if unit is None else self._add(Decimal(_SPELT[word]), at, unit)
        if word in _BULK and (word != "hp" or self._words[at + 1] == "of"):
            number = _value(self._words[at - 1]) if at > 0 and self._is_number[at - 1] else Decimal(1)
            if number != 0:
                self._weights.append(_Weight(_BULK[word] * number, _POUND, at, at + 1, each=False))
        return at + 1

    def _is_noise(self, at: int) -> bool:
        """Tell whether a number is a price, a purity, a bonus or part of "3 in 1"."""
        words = self._words
        before, after = words[at - 1] if at > 0 else "", words[at + 1]
        if before in _MONEY_SIGNS or after == "%" or after in _MONEY_WORDS or before in {"buy", "get"}:
            return True
        if after in _MONEY_SIGNS:  # "49$", but not "x10 $49"
            return not (self._spaced[at + 1] and self._is_number[at + 2])
        if before == "+" and not _GIFTS.isdisjoint(words[at + 1 : at + 5]):
            return True
        if after in _GIFTS and words[at + 2] not in _SENDING:
            return True
        return (after == "in" and self._is_number[at + 2]) or (before == "in" and at > 1 and self._is_number[at - 2])

    def _read_measure(self, at: int) -> int | None:
        """Read "5 g", "1/8 oz" or "1/5/10g"; None where no unit follows the number."""
        numbers, end, joint = [_value(self._words[at])], at + 1, ""
        while self._words[end] in _JOINTS and self._is_number[end + 1]:
            if self._words[end] in "-–" and (self._spaced[end] or self._spaced[end + 1]):
                break  # "10/10 - 5g"
            joint = self._words[end]
            numbers.append(_value(self._words[end + 1]))
            end += 2
        unit = self._unit_at(end)
        if unit is None:
            return None
        if len(set(numbers)) == 1 or numbers[0] == 0 or self._in_name(at):
            return self._add(numbers[-1], end - 1, unit)  # "5g", "u-47700-1g"
        first, second = numbers[0], numbers[1]
        if joint == "/" and not numbers[2:] and first < second and second in _DENOMINATORS and first == int(first):
            mixed = at > 0 and self._is_number[at - 1] and self._spaced[at] and not self._is_noise(at - 1)
            whole = _value(self._words[at - 1]) if mixed else Decimal(0)  # "1 1/2 oz"
            return self._add(whole + first / second, at, unit)
        factor = _GRAMS.get(self._words[unit])
        if factor is not None:
            self._tiers += [number * factor for number in numbers if number != 0]
        return unit + 1

    def _unit_at(self, at: int) -> int | None:
        """The index of the unit that stands at ``at``, or after "th", "of" and "an"; None where there is none."""
        words = self._words
        while words[at] in _BEFORE_UNIT:
            at += 1
        unit, after = words[at], words[at + 1]
        if unit not in _GRAMS and unit not in _MILLILITRES:
            return None
        if (unit.startswith("pound") and after in _MONEY_THINGS) or (unit == "g" and after in _NETWORK_THINGS):
            return None
        return at

    def _add(self, number: Decimal, start: int, unit: int) -> int:
        """Keep a measure, unless it is a concentration; returns the index of the next token."""
        words, end = self._words, unit + 1
        each = words[end] == "each"
        if words[end] in {"/", "per"}:
            per = end + 2 if self._is_number[end + 1] else end + 1
            if words[per] in _MILLILITRES or (per == end + 1 and words[per] in {"g", "gram"}):
                return per + 1
            each = words[per] in _PIECES
        factor = _GRAMS.get(words[unit])
        if number == 0:
            return end
        if factor is None:
            self._volumes.append(number * _MILLILITRES[words[unit]])
        else:
            self._weights.append(_Weight(number * factor, factor, start, end, each))
        return end

    def _read_count(self, at: int) -> int:
        """Read "100x", "x 100", "50 blue pills" or "pack of 10"; returns the index of the next token."""
        words = self._words
        before, number = words[at - 1] if at > 0 else "", words[at]
        thousands = words[at + 1] == "k" and not self._spaced[at + 1]
        end = at + 2 if thousands else at + 1
        count = _whole(number) * (1000 if thousands else 1)
        if count == 0 or self._in_name(at):
            return at + 1
        word = self._counted_word(end, is_year=count in _YEARS)
        if before in _TIMES and word is None and at > 1 and self._is_number[at - 2] and self._times:
            self._times.pop()  # "4x4" counts nothing
        elif before == "of" and at > 1 and words[at - 2] in _HOLDERS:
            self._multiply(count, words[at - 2])
        elif word is None:
            if before in _TIMES or (words[end] in _TIMES and not (self._spaced[end] and words[end] == "*")):
                self._times.append(count)
        elif before in _TIMES and at > 1 and self._is_number[at - 2] and self._times:
            self._pieces.append((self._times.pop() * count, word))  # "10 x 5 pills"
        elif before in _TIMES:
            self._multiply(count, word)  # "2 blisters x 10 pills"
        else:
            self._pieces.append((count, word))
        return end

    def _multiply(self, count: int, word: str) -> None:
        if self._pieces:
            self._pieces[-1] = (self._pieces[-1][0] * count, word)
        else:
            self._pieces.append((count, word))

    def _counted_word(self, at: int, *, is_year: bool) -> str | None:
        """The word for pieces that a number before ``at`` counts, over a few words that describe them."""
        words = self._words
        if words[at] == "-":
            return words[at + 1] if words[at + 1] in _PIECES else None  # "10-pack", but not "3-MMC pills"
        if not self._spaced[at] and words[at] not in _PIECES:
            return None  # "2C-B"
        described = 0
        while described <= _MOST_WORDS_BETWEEN:
            word = words[at]
            if word in _PIECES:
                return None if is_year and described else word
            if self._spaced[at]:
                described += 1
                if not self._describes(at):
                    return None
            elif word in _MONEY_SIGNS or not (word.isalnum() or word in {"-", "'", "’"}):
                return None
            at += 1
        return None

    def _describes(self, at: int) -> bool:
        """Tell whether a token may begin a word that describes pieces: "blue", or "2C-B"."""
        word = self._words[at]
        if self._is_number[at]:
            after = self._words[at + 1]
            return not self._spaced[at + 1] and after.isalpha() and after not in _GRAMS and after not in _TIMES
        return len(word) >= _SHORTEST_WORD and word.isalpha() and word not in _NOT_DESCRIBING

    def _in_name(self, at: int) -> bool:
        """Tell whether a number belongs to letters that are no unit, as in "JWH-018" and "U47700"."""
        if at == 0 or self._spaced[at]:
            return False
        hyphen = self._words[at - 1] in "-–"
        if hyphen and (at == 1 or self._spaced[at - 1]):
            return False
        before = self._words[at - 2 if hyphen else at - 1]
        return before.isalpha() and before not in _GRAMS and before not in _TIMES and before not in _PIECES

    def _choices(self) -> list[Decimal]:
        """The weights of "1g/5g/10g"; none where the title does not list different weights side by side."""
        run = self._weights[:1]
        bare = False
        for weight in self._weights[1:]:
            between = self._words[run[-1].end : weight.start]
            if not _CHOICES.issuperset(between):
                break
            bare = bare or not between
            run.append(weight)
        if len(run) < (3 if bare else 2) or all(_agree(weight.grams, run[0].grams) for weight in run):
            return []
        return [weight.grams for weight in run]

    def _weight(self, count: int) -> _Weight | None:
        """The one weight that the title is about, of one unit; None where there is none, or no telling which."""
        distinct: list[_Weight] = []
        for weight in self._weights:
            for index, known in enumerate(distinct):
                if _agree(weight.grams, known.grams):
                    if known.factor not in _METRIC and weight.factor in _METRIC:
                        distinct[index] = weight  # "1 oz (28g)" is 28 g
                    break
            else:
                distinct.append(weight)
        if len(distinct) == 1:
            return distinct[0]
        if len(distinct) == 2:
            small, large = sorted(distinct, key=lambda weight: weight.grams)
            if _agree(small.grams * count, large.grams):
                return small  # "10 x 1g (10g)"
        bulk = [weight for weight in distinct if weight.factor >= 1]
        return bulk[0] if len(bulk) == 1 else None  # "1g cartridge, 850mg THC"

    def _unit(self, word: str, weight: _Weight | None) -> Unit:
        if word != "":
            return "dose" if word in _DOSES else "piece"
        if weight is None or weight.factor < 1:
            if not _TABLETS.isdisjoint(self._words):
                return "piece"
            if not _DOSES.isdisjoint(self._words):
                return "dose"
        return "weight"


def _agree(first: Decimal, second: Decimal) -> bool:
    return abs(first - second) <= _AGREEMENT * max(first, second)


def _value(text: str) -> Decimal:
    """Read a number with a decimal point or comma, or with commas between thousands."""
    if _THOUSANDS.fullmatch(text):
        return Decimal(text.replace(",", ""))
    return Decimal(text.replace(",", "."))


def _whole(text: str) -> int:
    """Read a count, with points or commas between thousands; 0 where the number is no whole one."""
    if text.isdecimal():
        return int(text)
    return int(text.replace(",", "").replace(".", "")) if _WHOLE_THOUSANDS.fullmatch(text) else 0
