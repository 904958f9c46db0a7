"""
What of a saved page is still in the draft of a fixture that was made of it, told without the code that makes drafts.

A page and its draft have the same texts in the same places, so that each is held against its own. These may stay: words
of the market's parser, places, currencies and names of months and weekdays; numbers below ten, of weight, volume and
time, in a row that counts by one (a pager), years after "since" and "©", half stars, and 100 %.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from cryptodrug_scraper.cases.disarm import disarm
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["Survivors", "survivors"]

MASK = re.compile(r"(?<!\w)[^\W_] ?(?:[*•](?: ?[*•])+|\.(?: ?\.){2,}) ?[^\W_](?!\w)")
CLOCK = re.compile(r"(?<![\d:.])\d{1,2}:\d\d(?::\d\d)?(?![\d:])")
DAYS = (
    re.compile(r"\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b"),
    re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d"),
    re.compile(r"\b[A-Z][a-z]{2,8} \d{1,2}, (?:19|20)\d\d\b"),
    re.compile(r"\b\d{1,2}\. [^\W\d]{3,9}, (?:19|20)\d\d\b"),
    re.compile(r"\b\d{1,2} de [^\W\d]{4,9}(?: de (?:19|20)\d\d)?\b"),
)
HOST = re.compile(r"[a-z2-7]{16,56}\.onion")
NUMBER = re.compile(r"(?<![^\W_])\d+(?:[.,'’]\d+)*(?![^\W_])")
UNIT = re.compile(
    r"\s*(?:[mµu]?g|gr?|kg|kilos?|ml|l|oz|x|grams?|gramm|ounces?|pcs|lbs?|stars?|[hdwsm]|min"
    r"|sec|sek|stund|hour|hora|ore?|heure|day|tage?n?|d[ií]as?|giorn|jour|week|woche|seman|settim|semaine"
    r"|month|monat|mes|mois|year|jahr|a[nñ]o|ann|ans?|minut|segund|second)",
    re.IGNORECASE,
)
NAMES = frozenset(
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mrz", "mai", "okt", "dez", "fev", "abr", "out", "set", "ago", "ene", "dic", "avr", "juin", "juil", "aou", "gen", "giu", "lug", "ott", "mag", "mae", "maa", "lun", "die", "mit", "don", "fre", "sam", "son", "bre", "ter", "qua", "qui", "sex"]
)
CURRENCIES = frozenset(
    ["usd", "eur", "gbp", "cad", "aud", "btc", "bch", "xmr", "ltc", "mbtc", "mbch", "brl", "dkk", "nok", "sek", "try", "cnh", "hkd", "rub", "inr", "jpy", "chf"]
)
AGES = re.compile(r"\d+\s?[hdwm]\Z|\b(?:ago|vor|hace|ha|fa|il y a|h[áa])\b")


class Survivors(NamedTuple):
    """
    What is still there, and how much of it there was.

    Attributes:
        of: how many of each kind the page has.
        left: what is in the draft as it was.
        torn: what became two different things, or what no longer follows from other figures.
    """

    of: Counter[str]
    left: list[str]
    torn: list[str]


def survivors(body: bytes, drafted: bytes, page: ParsedPage, draft: ParsedPage, known: frozenset[str]) -> Survivors:
    """
    Compare a draft with its page.

    Args:
        body: the page.
        drafted: the draft.
        page: how the page is read.
        draft: how the draft is read.
        known: words of the market's parser.
    """
    of: Counter[str] = Counter()
    left: list[str] = []
    torn: list[str] = []
    before, after = _texts(body), _texts(drafted)
    if [key for key, _ in before] != [key for key, _ in after]:
        torn.append(f"{len(before)} texts became {len(after)}")
    stands_for: dict[tuple[str, str], set[str]] = {}
    steady = _steady([text for (_, kind), text in before if kind == "text"])
    for ((_, kind), text), (_, made) in zip(before, after, strict=False):
        for what, one, other in _pairs(kind, text, made, steady):
            of[what] += 1
            stands_for.setdefault((what, one), set()).add(other)
            if one == other:
                left.append(f"{what} {one!r} in {text.strip()[:80]!r}")
        for word in _words(text, kind):
            of["word"] += 1
            if word in _words(made, kind) and not _may_stay(word, known):
                left.append(f"word {word!r} in {text.strip()[:80]!r}")
    for (what, one), others in stands_for.items():
        if (what in {"mask", "clock"} or (what == "count" and len(one) > 3)) and len(others) > 1:
            torn.append(f"{what} {one!r} became {sorted(others)}")
    said = decode(drafted)[0].decode()
    for what, found in (("host", HOST), ("line of a key", re.compile(r"^[A-Za-z0-9+/]{60,}", re.MULTILINE))):
        for one in set(found.findall(decode(body)[0].decode(errors="replace"))):
            of[what] += 1
            if one in said:
                left.append(f"{what} {one}")
    pairs, others = _doings(page), _doings(draft)
    of["mask and minute"] += len(pairs)
    left += [f"mask and minute {pair}" for pair in set(pairs) & set(others)]
    torn += list(_broken(page, draft))
    return Survivors(of, left, torn)


def _texts(body: bytes) -> list[tuple[tuple[str, str], str]]:
    soup = BeautifulSoup(decode(body)[0].decode(errors="replace"), "lxml")
    disarm(soup)
    found = []
    for node in soup.descendants:
        if type(node) is NavigableString and node.strip():
            found.append(((node.parent.name if node.parent else "", "text"), str(node)))
        elif isinstance(node, Tag):
            for name in ("href", "src", "title", "alt", "value", "placeholder", "action"):
                if node.get(name):
                    found.append(((node.name, name), str(node[name])))
    return _without_keys(found)


def _without_keys(found: list[tuple[tuple[str, str], str]]) -> list[tuple[tuple[str, str], str]]:
    """A key may have other lines than that in its place."""
    kept, inside = [], False
    for key, text in found:
        inside = inside or "BEGIN PGP PUBLIC" in text
        if inside and key[1] == "text":
            inside = "END PGP PUBLIC" not in text and "BEGIN PGP" not in text.split("BEGIN PGP", 1)[-1]
            continue
        kept.append((key, text))
    return kept


def _steady(texts: Iterable[str]) -> set[str]:
    """Numbers that are one of three that count by one, each a text of its own or all in one."""
    numbers = [int(digits) for text in texts for digits in re.findall(r"(?<![\w.,'])\d{1,6}(?![\w.,'])", text)]
    return {
        str(number)
        for start in range(len(numbers) - 2)
        for number in numbers[start : start + 3]
        if [each - numbers[start] for each in numbers[start : start + 3]] == [0, 1, 2]
    }


def _pairs(kind: str, text: str, made: str, steady: set[str]) -> Iterator[tuple[str, str, str]]:
    """What stands in the same place in both."""
    if kind in {"href", "src", "action"}:
        day = re.compile(r"/(?:19|20)\d\d/\d\d/\d\d/")
        yield from zip_of("day", day.findall(text), day.findall(made))
        digits = re.compile(r"\d{4,}")
        yield from zip_of("number of something", digits.findall(day.sub("/", text)), digits.findall(day.sub("/", made)))
        return
    rest, other = text, made
    for what, pattern in (("day", day) for day in DAYS):
        yield from zip_of(what, pattern.findall(rest), pattern.findall(other))
        rest, other = pattern.sub("\n", rest), pattern.sub("\n", other)
    for what, pattern in (("clock", CLOCK), ("mask", MASK)):
        yield from zip_of(what, pattern.findall(rest), pattern.findall(other))
        rest, other = pattern.sub("\n", rest), pattern.sub("\n", other)
    if kind == "value":
        return
    ones, others = list(NUMBER.finditer(rest)), list(NUMBER.finditer(other))
    if len(ones) != len(others):
        return
    for one, two in zip(ones, others, strict=True):
        if not _number_may_stay(rest, one, steady):
            yield ("count" if one[0].isdecimal() else "number"), one[0], two[0]


def zip_of(what: str, ones: list[str], others: list[str]) -> Iterator[tuple[str, str, str]]:
    if len(ones) == len(others):
        yield from ((what, one, other) for one, other in zip(ones, others, strict=True))
    else:
        yield from ((what, one, one if one in others else "") for one in ones)


def _number_may_stay(text: str, one: re.Match[str], steady: set[str]) -> bool:
    behind, before = text[one.end() :], text[: one.start()]
    digits = re.sub(r"[.,'’]", "", one[0]).strip("0")
    if UNIT.match(behind) or AGES.search(text.strip()) or one[0] in steady or not digits:
        return True
    if one[0].isdecimal() and (len(one[0]) == 1 or (one[0] == "100" and behind.lstrip()[:1] in {"", "%"})):
        return True
    if re.fullmatch(r"(?:19|20)\d\d", one[0]) and re.search(
        r"(?:since|seit|©|\d{4}\s*-|[^\W\d]{3,}\.?)\s*\Z", before, re.IGNORECASE
    ):
        return True
    if re.fullmatch(r"(?:19|20)\d\d", one[0]) and re.match(r"\s*-\s*(?:19|20)\d\d", behind):
        return True
    return re.fullmatch(r"\d(?:[.,][05]0?)", one[0]) is not None or one[0] == "1000.0"


def _words(text: str, kind: str) -> set[str]:
    if kind == "value" and re.fullmatch(r"[\w-]+", text):
        return set()
    text = re.sub(r"\w*[*.]{2,}\w*", " ", text)
    return {word for word in re.findall(r"[^\W\d_]{3,}", text.casefold())}


def _plain(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))


@cache
def _may_stay(word: str, known: frozenset[str]) -> bool:
    plain = _plain(word)
    if {word, plain} & known or word in CURRENCIES or plain[:3] in NAMES or parse_place(word).kind != "unknown":
        return True
    if any(plain in name for name in _places()):
        return True
    return any(plain[:at] in known and plain[at:] in known for at in range(3, len(plain) - 2))


@cache
def _places() -> set[str]:
    from cryptodrug_scraper.page.places.names import place_names

    return {_plain(part) for name in place_names().exact for part in re.split(r"\W+", name)}


def _records(page: ParsedPage) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(record, builtin_types=(Decimal, datetime, date)) for record in page.records]


def _doings(page: ParsedPage) -> list[tuple[str, str]]:
    """Masks with the minutes in which they bought."""
    return [
        (record["buyer_mask"], str(record["occurred"]))
        for record in _records(page)
        if record["record"] == "review" and record.get("buyer_mask") and record.get("occurred")
    ]


def _broken(page: ParsedPage, draft: ParsedPage) -> Iterator[str]:
    """Figures that follow from others on the page, and do not on the draft."""
    ones, others = list(_follows(page)), list(_follows(draft))
    for one, other in zip(ones, others, strict=False):
        if one[1] and not other[1]:
            yield f"{one[0]} held, and does not: {other[0]}"
    if len(ones) != len(others):
        yield f"{len(ones)} relations became {len(others)}"


def _follows(page: ParsedPage) -> Iterator[tuple[str, bool]]:
    records = _records(page)
    counts = {
        tuple(each["category_path"]): each.get("listing_count") for each in records if each["record"] == "category"
    }
    for place, (path, count) in enumerate(counts.items()):
        parts = [number for other, number in counts.items() if other[:-1] == path and number is not None]
        yield f"category {place}: {count} is the sum of {parts}", len(parts) > 1 and sum(parts) == count
    for each in records:
        if each["record"] == "vendor":
            first, last = each.get("member_since"), each.get("last_active")
            yield f"{first} is before {last}", bool(first and last and first <= last)
            sums = [window for window in each.get("feedback") or [] if window["window"] == "12m"]
            share = each.get("positive_share")
            for window in sums:
                whole = window["positive"] + window["negative"]
                is_so = bool(
                    whole
                    and share is not None
                    and abs(100 * Decimal(window["positive"]) / whole - share) < Decimal("0.06")
                )
                yield f"{share} % of {window}", is_so
        if each["record"] == "review" and each.get("occurred"):
            yield f"{each['occurred']}", True
    stamps = [each["occurred"] for each in records if each["record"] == "review" and each.get("occurred")]
    order = [str(stamp["from"] if isinstance(stamp, dict) else stamp) for stamp in stamps]
    yield "reviews stand in their order", order == sorted(order, reverse=True)
    ratios = [ratio for each in records for ratio in _ratios(each)]
    one_rate = bool(ratios) and max(ratios) < min(ratios) * Decimal("1.05")
    yield f"prices in coins are by one rate: {ratios}", one_rate
    printed = [
        each["rate"]
        for each in records
        if each["record"] == "exchange_rate" and (each["base"], each["quote"]) == ("BTC", "USD")
    ]
    is_printed = bool(ratios and printed) and abs(ratios[0] / printed[0] - 1) < Decimal("0.03")
    yield f"prices in coins are by the rate that is printed: {ratios} {printed}", is_printed


def _ratios(record: dict[str, Any]) -> Iterator[Decimal]:
    """US dollars in a bitcoin, by the prices of a listing that are in both."""
    prices = record.get("prices") or []
    for price in (prices, *(tier.get("prices") or [] for tier in record.get("price_tiers") or [])):
        worth = {each["currency"]: Decimal(each["amount"]) for each in price}
        if worth.get("BTC", 0) * 10_000 > 1 and "USD" in worth:
            yield worth["USD"] / worth["BTC"]
