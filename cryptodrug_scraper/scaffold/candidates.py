"""Candidate fields of records: where each stands, what it says, and what reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.account_within import fingerprint_within, votes_within, whole_stars
from cryptodrug_scraper.page.limits_within import limits_within
from cryptodrug_scraper.page.parts import StarRatings
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.price_unit import unit_within
from cryptodrug_scraper.page.printed_times import parse_age, parse_printed, parse_printed_day, time_said, yearless
from cryptodrug_scraper.page.rated_within import bare_stars, level_within, rating_within, stars_within
from cryptodrug_scraper.page.route_within import route_within
from cryptodrug_scraper.page.rows_within import days_beside, days_within
from cryptodrug_scraper.page.within import (
    amounts_within,
    bracketed_count,
    class_within,
    coins_within,
    count_within,
    counter_within,
    leading_count,
    mask_within,
    mean_within,
    name_within,
    payments_within,
    second_count,
    share_within,
    sign_within,
    stock_within,
    yes_within,
)
from cryptodrug_scraper.scaffold.shapes import SIGNS, is_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = [
    "ANSWERED_NONE",
    "ANY_NAME",
    "ARROWED",
    "BESIDE",
    "COUNTED",
    "ELSEWHERE",
    "EXTERNAL",
    "FLAGS",
    "ICON",
    "ICONED",
    "LIMITS",
    "OF_SELLER",
    "OF_STARS",
    "OPENING",
    "OWN_TEXT",
    "READS",
    "ROUTE",
    "SELLER_FIELDS",
    "SINCE",
    "STOPS",
    "UNSTRUCK",
    "WORDED",
    "Candidate",
    "fits",
    "fitting_form",
    "name_route",
    "other_form",
    "parts_of_place",
    "place_key",
    "says_units",
]

_SOME_UNITS = 0.15
"""Share of the texts at a place that have a unit, from which on it is read there."""
ANSWERED_NONE = "no field, as was answered"
"""Says of a label that the author knows it, and that no field is for it."""
ELSEWHERE = "read at another place:"
"""Begins what is said of a label whose field is known from elsewhere."""
WORDED = "words()"
"""In the place of an attribute: the label is no sign of its own, but words on the line of the value."""
ICONED = "icon()"
"""In the place of an attribute: the label is an icon."""
BESIDE = frozenset({WORDED, ICONED})
"""Both: what names the value is no label of its own."""
ICON = "icon:"
"""Begins a label that is an icon, before the icon's name."""
ROUTE = "ships_from ships_to"
"""Origin and destination in one text."""
LIMITS = "order_min order_max"
"""Both limits of one order in one text."""
OF_SELLER = "vendor."
"""Begins the name of a field of an offer's seller, which stands beside the offer."""
SELLER_FIELDS = frozenset({"sales", "level", "trust_level", "rating", "positive_share", "last_active", "member_since"})
"""Fields that stand beside an offer, too."""
SINCE = ".since"
"""Ends the name of the day from which a counter counts, behind the name of that."""
OF_STARS = "star_ratings."
"""Begins the names of the three ratings by stars of an account."""
STOPS = " .,;"
"""What may stand behind the last value of a phrase at the end of a line, and is none of it."""
_PLACE = re.compile(r"""((?:[^@\[("']|\[[^\]]*\]|\((?:[^)"']|"[^"]*"|'[^']*')*\)|"[^"]*"|'[^']*')+)@(.*)""", re.DOTALL)
FLAGS = frozenset({"trusted", "banned", "on_vacation"})
"""What a mark says of an account by being there."""
EXTERNAL = "external_ratings"
"""A list within pages of accounts, which an author alone names."""
COUNTED = "count()"
"""In the place of an attribute: the value is the number of elements."""
ANY_NAME = "…"
"""In a label: the name of an account, which differs from page to page."""
OWN_TEXT = "text()"
"""In the place of an attribute: what an element says before its first child."""
OPENING = "opening()"
"""In the place of an attribute: what an element says before the first block in it."""
UNSTRUCK = "unstruck()"
"""In the place of an attribute: what an element says that is not struck out."""
ARROWED = "arrowed()"
"""In the place of an attribute: what an element says, with signs in the place of pictures of arrows."""

READS: Mapping[str, Callable[[str], object]] = {
    "money": lambda text: amounts_within(text, SIGNS) or None,
    "count": count_within,
    "counter": counter_within,
    "first_count": lambda text: count_within(text.partition("(")[0]),
    "stock": stock_within,
    "votes": votes_within,
    "fingerprint": fingerprint_within,
    "whole_stars": whole_stars,
    "share": share_within,
    "unit": lambda text: unit_within(text, SIGNS),
    "rating": rating_within,
    "limits": limits_within,
    "mean": mean_within,
    "stars": stars_within,
    "bare_stars": bare_stars,
    "days": days_within,
    "days_beside": days_beside,
    "level": level_within,
    "leading_count": leading_count,
    "second_count": second_count,
    "bracketed_count": bracketed_count,
    "sign": lambda text: sign_within(text, {}),
    "coins": coins_within,
    "day": parse_printed_day,
    "time": lambda text: parse_printed(text) or parse_age(time_said(text)) or yearless(text),
    "place": lambda text: None if parse_place(text).kind == "unknown" else text,
    "payment": payments_within,
    "class": class_within,
    "yes": yes_within,
    "mask": mask_within,
    "name": lambda text: name if (name := name_within(text)) is not None and is_name(name) else None,
    "yes_escrow": yes_within,
    "promoted": lambda text: True if text else None,
    "text": lambda text: text or None,
}
"""What reads a text, by the form of its value; None where it cannot."""
_FORMS: Mapping[str, str] = {
    "price": "money",
    "prices": "money",
    "price_unit": "unit",
    "amount": "money",
    "stock": "stock",
    "automatic": "stock",
    "sold": "counter",
    "sales": "counter",
    "views": "count",
    "level": "count",
    "trust_level": "count",
    "experience": "count",
    "trust_votes": "votes",
    "pgp_fingerprint": "fingerprint",
    f"sold{SINCE}": "day",
    f"sales{SINCE}": "day",
    **dict.fromkeys((f"{OF_STARS}{name}" for name in StarRatings.__struct_fields__), "whole_stars"),
    "disputes": "first_count",
    "subscribers": "count",
    "orders": "count",
    "order_min": "count",
    "order_max": "count",
    LIMITS: "limits",
    "ships_from": "place",
    "ships_to": "place",
    "payment": "payment",
    "product_class": "class",
    "member_since": "day",
    "last_active": "time",
    "rating": "rating",
    "positive_share": "share",
    "finalize_early": "yes",
    "promoted": "promoted",
    "trusted": "promoted",
    "banned": "promoted",
    "on_vacation": "promoted",
    "vendor": "name",
    "buyer_mask": "mask",
    "age_raw": "time",
    "stars": "stars",
    "sign": "sign",
    "accepted_coins": "coins",
    "delivery_days": "days",
    "buyer_level": "level",
}
"""The form of each field; the others are texts."""
_OTHER_FORMS: Mapping[str, tuple[str, ...]] = {
    "level": ("level", "leading_count"),
    "trust_level": ("level", "leading_count"),
    "buyer_level": ("count", "leading_count", "bracketed_count"),
    "rating": ("mean",),
    "disputes": ("leading_count",),
    "orders": ("leading_count",),
    "subscribers": ("leading_count",),
    "views": ("leading_count",),
    "delivery_days": ("count",),
    "stars": ("bare_stars",),
    "last_active": ("day",),
    "finalize_early": ("promoted",),
}
"""Forms in which some sites print a field, besides its own."""


@dataclass(slots=True)
class Candidate:
    """
    A field that blocks or pages may have.

    Attributes:
        name: the field of the record; empty where none is known, so that the author decides.
        label: the label before it, as printed; empty where it has none.
        selector: the CSS selector of what holds it, within its block or page; empty where its label tells.
        attribute: the attribute that has it; empty for its text, `OWN_TEXT` for its own.
        samples: what it says.
        of: how many blocks or pages were looked at.
        doubts: why it may be wrong; none where it is sure.
        own_form: the form of its value, where it is not that of its field elsewhere.
        others: further selectors, of what holds it where the first finds nothing.
        words: what the site means by words of its own, as was answered.
        is_answered: whether the author said that it is this field.
        unknown_words: what the site may mean something by that nothing tells.
        takes_all: whether all that the selector finds is read, and not the first alone.
        is_one_of_several: whether another place has the same price in other currencies.
        phrase: the words around its value at its place (`phrases.phrased`); empty where all that stands there is read.
        piece: which of the values of the phrase it is.
    """

    name: str
    label: str = ""
    selector: str = ""
    attribute: str = ""
    samples: list[str] = field(default_factory=list)
    of: int = 0
    doubts: list[str] = field(default_factory=list)
    own_form: str = ""
    others: list[str] = field(default_factory=list)
    words: Mapping[str, str] = field(default_factory=dict)
    is_answered: bool = False
    unknown_words: list[str] = field(default_factory=list)
    takes_all: bool = False
    is_one_of_several: bool = False
    phrase: str = ""
    piece: int = 0

    @property
    def form(self) -> str:
        """The form of its value; see `READS`."""
        return self.own_form or _FORMS.get(self.name.removeprefix(OF_SELLER), "text")

    @property
    def read_count(self) -> int:
        """How many of the samples can be read."""
        return sum(self.reads(sample) for sample in self.samples if sample)

    def reads(self, sample: str) -> bool:
        """Tell whether a text can be read as its value."""
        said = sample.casefold()
        return READS[self.form](sample) is not None or any(word.casefold() in said for word in self.words)

    @property
    def evidence(self) -> str:
        """Where it was seen, and how many of its values can be read, in a few words."""
        said = [sample for sample in self.samples if sample]
        read = "" if self.form == "text" else f", {self.read_count} of {len(said)} read as {self.form}"
        return f"on {len(self.samples)} of {self.of}{read}"


def place_key(each: Candidate) -> str:
    """The key of a place in answers: its selector, with the attribute where it is not a text."""
    if each.phrase:
        return f"{each.selector}@{each.phrase}"
    is_text = not each.attribute or each.attribute.endswith("()")
    return each.selector if is_text else f"{each.selector}@{each.attribute}"


def parts_of_place(key: str) -> tuple[str, str]:
    """The selector of a place, and the attribute or phrase behind its ``@``, but for one within brackets or quotes."""
    found = _PLACE.match(key)
    return (key, "") if found is None else (found[1], found[2])


def name_route(samples: Sequence[str]) -> str:
    """The name of both origin and destination, where most texts have a place on each side of an arrow or word."""
    found = sum(route_within(sample) is not None for sample in samples)
    return ROUTE if found * 2 > len(samples) else ""


def says_units(samples: Sequence[str]) -> bool:
    """Tell whether some of the amounts in some texts have a unit behind them; the others are of whole offers."""
    priced = [sample for sample in samples if amounts_within(sample, SIGNS)]
    units = sum(unit_within(sample, SIGNS) is not None for sample in priced)
    return units > 1 and units >= _SOME_UNITS * len(samples)


def fitting_form(candidate: Candidate) -> str:
    """The form, of those in which sites print a field, in which most of its values can be read; empty for its own."""
    best, count = "", candidate.read_count
    for form in _OTHER_FORMS.get(candidate.name.removeprefix(OF_SELLER), ()):
        read = Candidate(candidate.name, samples=candidate.samples, own_form=form).read_count
        if read > count:
            best, count = form, read
    return best


def fits(name: str, samples: Sequence[str], least: float = 0.7, *, form: str = "") -> bool:
    """Tell whether most of some texts can be read as a field, or as a field of another form than its own."""
    said = [sample for sample in samples if sample]
    candidate = Candidate(name, samples=said, own_form=form)
    return bool(said) and candidate.read_count >= least * len(said)


def other_form(name: str, samples: Sequence[str]) -> str:
    """Another form in which sites print a field, in which most of some values can be read; empty where none is."""
    form = fitting_form(Candidate(name, samples=list(samples)))
    return form if form and fits(name, samples, form=form) else ""
