"""What an author knows of saved pages and a draft cannot tell: kinds of pages, fields of labels and places, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003  # read at run time
from typing import TYPE_CHECKING, Literal, get_args

import msgspec
from cssselect import SelectorError

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.parsed import KINDS, WALLS
from cryptodrug_scraper.page.parts import Payment, Sign, StarRatings
from cryptodrug_scraper.page.phrases import VALUE
from cryptodrug_scraper.page.places.names import place_names
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.within import STOCK_STATES, currency_codes
from cryptodrug_scraper.scaffold.candidates import (
    EXTERNAL,
    FLAGS,
    OF_SELLER,
    OF_STARS,
    ROUTE,
    SELLER_FIELDS,
    SINCE,
    parts_of_place,
)
from cryptodrug_scraper.scaffold.label_words import fields_of_group

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

__all__ = [
    "EXTENT",
    "NO_FIELD",
    "PARTS",
    "SITE_FIELDS",
    "WORD_TABLES",
    "Answers",
    "Part",
    "PartName",
    "Totals",
    "Words",
    "fields_of",
    "part_name",
    "read_answers",
]

NO_FIELD = "none"
"""In the place of a field: the value is read into none."""
EXTENT = "extent"
"""In the place of a field: what says how far a list goes, in words that are known or as links to further pages."""
PartName = Literal["listing", "card", "review", "vendor", "account"]
SITE_FIELDS = ("server_time", "display_currency", "logged_in")
"""What the frame of a page says of the site."""
PARTS: tuple[PartName, ...] = get_args(PartName)
"""What values are said of: the offer of a page, one on a list, a rating, the account of a page, one on a list."""
_OF_OFFER = frozenset(
    {
        *("title", "prices", "on_vacation", "automatic", f"sold{SINCE}", ROUTE),
        *(f"{OF_SELLER}{name}" for name in (*SELLER_FIELDS, *FLAGS, "finalize_early")),
    }
)
_OF_ACCOUNT = frozenset({"experience", f"sales{SINCE}", *FLAGS})
_STARS = frozenset(f"{OF_STARS}{name}" for name in StarRatings.__struct_fields__)
_BLOCKS = frozenset({"card", "review", "account"})
"""What entries of lists may be."""
_GROUPS: Mapping[PartName, Literal["listing", "review", "vendor"]] = {
    "listing": "listing",
    "card": "listing",
    "review": "review",
    "vendor": "vendor",
    "account": "vendor",
}
_AT_PLACES = frozenset({"feedback", *FLAGS, *(f"{OF_SELLER}{name}" for name in FLAGS)})
"""Fields that are read of an element with all that is in it: neither beside a label nor of an attribute or a phrase."""
_OF_COUNTERS = frozenset({f"sold{SINCE}", f"sales{SINCE}"})
"""Fields that add to another one, which has to be read before: not beside a label."""
_MORE: Mapping[PartName, frozenset[str]] = {
    "listing": _OF_OFFER | {"description", "terms", "refund_policy"},
    "card": _OF_OFFER,
    "review": frozenset({"sign"}),
    "vendor": _OF_ACCOUNT | {"profile", "terms", "pgp_key", "pgp_fingerprint", "feedback", "trust_votes", *_STARS},
    "account": _OF_ACCOUNT,
}


def fields_of(part: PartName) -> frozenset[str]:
    """The fields that may be answered of a kind of thing."""
    return fields_of_group(_GROUPS[part]) | _MORE[part]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    The fields of one kind of thing.

    Attributes:
        labels: the field of the values beside each label, as printed, or below the heading of a column.
        places: the field of what a CSS selector finds in the thing; ``selector@name`` for an attribute.
    """

    labels: Mapping[str, str] = {}
    places: Mapping[str, str] = {}


WORD_TABLES = ("payment", "stock", "sign", "currency", "place", "yes")
"""The words of a site that mean something each."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    What the site means by words of its own.

    Attributes:
        payment: the way of payment of each.
        stock: ``available``, ``sold_out`` or ``unlimited`` for each.
        sign: ``positive``, ``neutral`` or ``negative`` for each.
        currency: the code of the currency of each sign, as ``DKK`` for ``kr``.
        place: the code of the place of each, as ``SCANDINAVIA`` for ``Norden``.
        yes: ``yes`` or ``no`` for each.
        nothing: what the site prints where nothing was written.
        empty: what it prints where a list is empty.
    """

    payment: Mapping[str, str] = {}
    stock: Mapping[str, str] = {}
    sign: Mapping[str, str] = {}
    currency: Mapping[str, str] = {}
    place: Mapping[str, str] = {}
    yes: Mapping[str, str] = {}
    nothing: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    def of_field(self, name: str) -> Mapping[str, str]:
        """The words of a field."""
        fields = {"payment": self.payment, "stock": self.stock, "automatic": self.stock, "sign": self.sign}
        places = dict.fromkeys(("ships_from", "ships_to", ROUTE), self.place)
        return {**fields, **places, "finalize_early": self.yes}.get(name, {})


class Totals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    What says how far lists go: `EXTENT` for what a CSS selector finds, or the fields of the values of a phrase there.

    Attributes:
        listing: of lists of offers.
        review: of lists of ratings.
    """

    listing: Mapping[str, str] = {}
    review: Mapping[str, str] = {}

    def of(self, listed: str) -> Mapping[str, str]:
        """The places of one of both."""
        found: Mapping[str, str] = getattr(self, listed)
        return found

    def phrases(self, listed: str) -> Mapping[str, Sequence[str]]:
        """The phrases of one of both, with the fields of their values."""
        said = {parts_of_place(key)[1]: names.split() for key, names in self.of(listed).items() if VALUE in key}
        return {phrase: names for phrase, names in said.items() if names}


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    What an author knows of saved pages. An empty field is no answer; ``none`` says that it is none; several with blanks
    between are read from the same text each.

    Attributes:
        pages: the kind of saved pages, by the name of the file, with folders in which files lie apart.
        texts: the field of the text below each heading, as printed.
        rows: the field of the rows that a CSS selector finds on an offer's page: ``price_tiers``, ``shipping_options``
            or ``variants``.
        blocks: what the entries of lists are that a CSS selector finds: ``card`` (an offer), ``review`` or ``account``;
            ``none``: no cards are taken from there.
        totals: what says how far lists go.
        site: what the frame says of the site, one of `SITE_FIELDS`, by the CSS selector that finds it.
        words: what the site means by words of its own.
        listing: what an offer's own page says of it.
        card: what lists say of an offer.
        review: what is said of a rating.
        vendor: what an account's own page says of it.
        account: what lists of accounts say of one.
    """

    pages: Mapping[str, str] = {}
    texts: Mapping[str, str] = {}
    rows: Mapping[str, str] = {}
    blocks: Mapping[str, str] = {}
    totals: Totals = Totals()
    site: Mapping[str, str] = {}
    words: Words = Words()
    listing: Part = Part()
    card: Part = Part()
    review: Part = Part()
    vendor: Part = Part()
    account: Part = Part()

    def of(self, part: PartName) -> Part:
        """The fields of one kind of thing."""
        found: Part = getattr(self, part)
        return found


def part_name(kind: str, record: str | None = None) -> PartName:
    """What a value is said of, by the kind of its page and, for what the page repeats, the record of that."""
    if record is None:
        return "listing" if kind.startswith("listing") else "vendor"
    named: Mapping[str, PartName] = {"listing": "card", "review": "review", "vendor": "account"}
    return named[record]


def read_answers(file: Path) -> Answers:
    """
    Read a file of answers, as ``cryptodrug market ask`` writes it.

    Raises:
        ConfigurationError: it cannot be read, or says what cannot be; the message names it and what can.
    """
    try:
        found = msgspec.toml.decode(file.read_bytes(), type=Answers)
    except OSError as error:
        msg = f"{file}: {error.strerror}: check the path"
        raise ConfigurationError(msg) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        msg = f"{file} holds no answers ({error}): `cryptodrug market ask` writes such a file"
        raise ConfigurationError(msg) from error
    faults = list(_faults(found))
    if faults:
        msg = f"{file} has {counted(len(faults), 'answer')} that cannot be: {'; '.join(faults)}"
        raise ConfigurationError(msg)
    return msgspec.structs.replace(found, words=_answered(found.words))


def _answered(words: Words) -> Words:
    """The words that mean something: an empty meaning is no answer."""
    said = {name: getattr(words, name) for name in WORD_TABLES}
    return msgspec.structs.replace(
        words, **{name: {word: meaning for word, meaning in table.items() if meaning} for name, table in said.items()}
    )


def _faults(answers: Answers) -> Iterator[str]:
    kinds = {*KINDS, *WALLS, "vendor_list", "unknown"}
    yield from _others("pages", answers.pages, kinds)
    yield from _others("texts", answers.texts, fields_of_group("text"))
    yield from _others("rows", answers.rows, {*fields_of_group("rows"), EXTERNAL})
    yield from _others("words.payment", answers.words.payment, get_args(Payment))
    yield from _others("words.stock", answers.words.stock, STOCK_STATES)
    yield from _others("words.sign", answers.words.sign, get_args(Sign))
    yield from _others("words.currency", answers.words.currency, currency_codes())
    yield from _others("words.place", answers.words.place, place_names().names)
    yield from _others("words.yes", answers.words.yes, ("yes", "no"))
    yield from _others("site", answers.site, SITE_FIELDS)
    yield from _no_selectors("site", answers.site, alone=True)
    yield from _no_selectors("rows", answers.rows, alone=True)
    yield from (
        f"[blocks] {key!r} is {value!r}: one of {', '.join(sorted(_BLOCKS))} or {NO_FIELD}"
        for key, value in answers.blocks.items()
        if value not in {"", NO_FIELD, *_BLOCKS}
    )
    yield from _no_selectors("blocks", answers.blocks, alone=True)
    for name in Totals.__struct_fields__:
        places = answers.totals.of(name)
        of_phrases = {key: value for key, value in places.items() if VALUE in key}
        of_elements = {key: value for key, value in places.items() if VALUE not in key}
        yield from _no_selectors(f"totals.{name}", places)
        yield from _others(f"totals.{name}", of_elements, {EXTENT})
        yield from _others(f"totals.{name}", of_phrases, {"total", "page", "pages", "hidden", NO_FIELD})
        yield from _no_phrases(f"totals.{name}", of_phrases)
    for part in PARTS:
        places = answers.of(part).places
        of_texts = {key: name for key, name in places.items() if parts_of_place(key)[1] and VALUE not in key}
        of_phrases = {key: name for key, name in places.items() if VALUE in key}
        of_elements = {key: name for key, name in places.items() if not parts_of_place(key)[1]}
        yield from _no_selectors(f"{part}.places", places)
        yield from _others(f"{part}.labels", answers.of(part).labels, fields_of(part) - _AT_PLACES - _OF_COUNTERS)
        yield from _others(f"{part}.places", of_texts, fields_of(part) - _AT_PLACES)
        yield from _others(f"{part}.places", of_elements, fields_of(part))
        yield from _others(f"{part}.places", of_phrases, {*fields_of(part) - _AT_PLACES - {"pgp_key"}, NO_FIELD})
        yield from _no_phrases(f"{part}.places", of_phrases)


def _no_selectors(where: str, said: Mapping[str, str], *, alone: bool = False) -> Iterator[str]:
    for key in said:
        try:
            css(key if alone else parts_of_place(key)[0])
        except SelectorError as error:
            yield f"[{where}] {key!r} is no selector ({error})"


def _no_phrases(where: str, said: Mapping[str, str]) -> Iterator[str]:
    for key, value in said.items():
        selector, phrase = parts_of_place(key)
        count = phrase.count(VALUE)
        between = phrase.split(VALUE)[1:-1]
        if VALUE in selector or not all(map(str.strip, between)) or not any(map(str.strip, phrase.split(VALUE))):
            yield f"[{where}] {key!r} is no phrase: words stand around {VALUE}, behind a selector and @"
        elif value and count > 1 and len(value.split()) != count:
            yield f"[{where}] {key!r} is {value!r}: a field, or {NO_FIELD}, for each of its {count} values"


def _others(where: str, said: Mapping[str, str], known: Collection[str]) -> Iterator[str]:
    for key, value in said.items():
        if value not in {"", NO_FIELD, *known} and not set(value.split()) <= set(known):
            yield f"[{where}] {key!r} is {value!r}: one of {', '.join(sorted(known))}"
