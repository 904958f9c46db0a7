"""
Read what a row or line of a page states in the words of any of several languages: a rate of exchange, a step of a bulk
price, a way of delivery, a variant of an offer.

Each function takes the text of the row on one line, and gives None where it states no such thing.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import UNSET

from cryptodrug_scraper.page.bound_words import FROM_WORDS, TO
from cryptodrug_scraper.page.money import COINS, CURRENCIES, parse_number, without_prices
from cryptodrug_scraper.page.parts import PriceTier, ShippingOption, Variant
from cryptodrug_scraper.page.printed_times import time_said
from cryptodrug_scraper.page.records import ExchangeRate
from cryptodrug_scraper.page.within import amounts_within, price_within, stock_within, with_codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from msgspec import UnsetType

__all__ = [
    "DAY_PHRASES",
    "ROW_PHRASES",
    "days_beside",
    "days_within",
    "rates_within",
    "shipping_within",
    "tier_within",
    "variant_within",
]

_COIN = re.compile(rf"(?<!\w)(?:1\s*)?({'|'.join(sorted(COINS))})(?!\w)")
_BASE = re.compile(r"(?<!\S)1\s*([A-Z]{3,4}|[€$£])(?:\s*[=≈:]|\s+(?=[\d€$£]))")
_PAIR = re.compile(r"(?<!\w)([A-Z]{3,4})\s*/\s*([A-Z]{3,4})(?!\w)\s*[=:]?\s*([^A-Za-z]*)\Z")
"""One unit of a currency, coin or not, of which a text says what it is worth."""
_BETWEEN_RATES = re.compile(
    rf"\s*[|;·•]\s*|,\s+(?=1\s)|(?<=[^\d\s.,=≈:/])\s+(?=(?:1\s+)?(?:{'|'.join(sorted(COINS))})(?!\w))"
)
_UNIT = re.compile(
    r"(?:1\s+)?([A-Z]{3,4})\s+(\d[\d.,'’]*(?:[ \xa0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?)\s*"
    r"([A-Z]{3,4}(?![A-Z])|[€$£])\s*[|;·•,]?\s*"
)
"""A currency and what one of it is worth, without a sign between, as a list of rates prints it."""
_ONE_COIN = re.compile(rf"(?<![\w.,])1\s*({'|'.join(sorted(COINS))})\s*[=≈]\s*(?=[^\w\s]?\s?(?:[A-Z]{{3}}\s?)?\d)")
_LONGEST_AMOUNT = 32
_CODE_NUMBER = re.compile(r"(?<!\w)(m?[A-Z]{3})\)?\s*:?\s*(\d[\d.,'’]*(?:[ \xa0]\d{3}(?!\d))*(?:[.,]\d+)?)(?![\w%])")
_FEWEST_PAIRS = 3
_SIGNED = {"€": "EUR", "$": "USD", "£": "GBP"}
_DIGITS = re.compile(r"\d[\d.,'’]*(?:[ \xa0]\d{3}(?!\d))*(?:[.,]\d+)?")
_RANGE = re.compile(rf"(?<![\d.,])(\d+(?:[.,]\d+)?)\s*{TO}\s*(\d+(?:[.,]\d+)?)")
_BEFORE_SIGN = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*\+?\s+(?=[€$£]\s?\d)")
"""A quantity before the sign of the currency of what stands behind it."""
_FROM = re.compile(
    rf"\s*(?:{FROM_WORDS})\s+"
    r"(\d+(?:[.,]\d+)?)\s*[+:=–-]?\s+(?=(?:[€$£]|[A-Z]{3})\s?\d|\d[\d.,]*\s?(?:[€$£]|[A-Z]{3}))",
    re.IGNORECASE,
)
"""A quantity behind a word for "from", with nothing but the price behind it."""
_FROM_AMOUNT = re.compile(
    rf"(?<!\w)(?:{FROM_WORDS}|over|above|über|boven|över|nad|над|więcej niż|plus de|más de|mais de|oltre|peste)\s+"
    r"(?:(?:[€$£]|[A-Z]{3})\s?\d[\d.,]*|\d[\d.,]*\s?(?:[€$£]|[A-Z]{3})(?!\w))",
    re.IGNORECASE,
)
"""What is bought for at least so much: no price where another amount stands beside it."""
_SAVED = re.compile(r"(?<=[\s)])(?:\(?[-–−]?\s?\d{1,2}(?:[.,]\d+)?\s?%\)?|[-–—])\s*\Z")
_LEAST = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)?)")
_DAYS = re.compile(
    rf"(?<![\d.,])(?:(\d+)\s*{TO}\s*)?(\d+(?:[.,]\d+)?)\s*(?:(?<=\d\d\s)de\s+)?"
    r"(?:(?:business|working|pracovn(?:í|ích|ý|ých|é)|radn(?:a|ih|i)|delovn(?:i|a|e|ih)|работни|рабочих|рабочих|робочих"
    r"|εργάσιμες|iş|darba|darbo)\s+)?(?:days?|werktagen?|tagen?|tage?|werkdagen|dagen|dag|hverdag(?:er?)?|virkedager"
    r"|arbejdsdage|arbetsdagar|vardagar|jours?|d[ií]as?|giorni|giorno|gg|dage|dagar|dager|dni|dnia|dzień"
    r"|день|дня|дней|дн|дні|днів|päivää|päivässä|arkipv|pv|vrk|arkipäivää|arkipäivässä"
    r"|dny|dní|dnů|dnech|dnev[aei]?|den|deň|zile|zi|munkanap|nap|napon|dan[aei]|(?<=\b1\s)dan|ден|дни|дан|дана"
    r"|η?μέρ(?:α|ες)|ημερών|gün|günü|günde|tööpäeva|päeva|päev|dien(?:a|as|u|ām|os|ų))(?!\w)"
    r"(?:\s+[uú]teis)?",
    re.IGNORECASE,
)
_WHOLE_DAYS = re.compile(
    r"(?<![\d.,])(24|48|72|96)\s*(?:h|hrs?|hours?|heures?|stunden|std|uur|u|timer|timmar|horas?|ore|godzin"
    r"|hodin|hodín|óra|órán|sat[ai]?|ur|час(?:а|ов)?|годин|сат[аи]?|ώρες|ωρών|saat|tundi|stund(?:as|u)|valand(?:os|ų))"
    r"(?!\w)",
    re.IGNORECASE,
)
"""Hours that are whole days: other numbers with such a sign are times of a day, as in ``before 13 h``."""
_NEXT_DAY = re.compile(
    r"(?<!\w)(?:next\s+(?:working\s+|business\s+)?day|overnight|lendemain|nächste[nr]\s+(?:werk)?tag"
    r"|volgende\s+(?:werk)?dag|día\s+siguiente|dia\s+seguinte|giorno\s+(?:dopo|successivo)|næste\s+(?:dag|morgen)"
    r"|nästa\s+dag|neste\s+dag|następny\s+dzień"
    r"|(?:následující|druhý|příští)\s+den|druhého\s+dne|(?:nasledujúci|druhý)\s+deň|ziua\s+următoare|másnap"
    r"|következő\s+nap|(?:sljedeći|idući|sledeći|naslednji)\s+dan|следващия?\s+ден|следующий\s+день|наступний\s+день"
    r"|επόμενη\s+η?μέρα|ertesi\s+gün|järgmisel\s+päeval|nākamajā\s+dienā|kitą\s+dieną)(?!\w)",
    re.IGNORECASE,
)
_PER_SENT = (
    r"\b(?:za|na|за|на|pe|už)\s+((?:objedn|zásil|balí|kus|paket|narudž|porudž|poši|naroč|поръч|пратк|заказ|посыл|замовл"
    r"|comand|colet|užsak)[^\W\d_]*)"
)
_PER = re.compile(
    rf"(?:[\d€$£]|\b[A-Z]{{3}})\s*/\s*([^\W\d_]+)|\b(?:per|pro|je|par|por|ανά)\s+([^\W\d_]+)|{_PER_SENT}",
    re.IGNORECASE,
)
_SURCHARGE = re.compile(r"([A-Z]{3}|[€$£])\s*\+\s*(?=\d)")
"""A sign between a currency and its amount."""
_FREE = re.compile(
    r"(?<!\w)(?:free|gratis|kostenlos|kostenfrei|gratuit[eoă]?|grátis|darmow[aey]?|za\s+darmo|zdarma|ilmainen|fritt?"
    r"|бесплатно|безкоштовно|zadarmo|bezplatn[eéaáoý]|ingyen(?:es)?|díjmentes|besplatn[oaei]|brezplačn[oae]|zastonj"
    r"|безплатн[оа]|δωρε[αά]ν|ücretsiz|bedava|tasuta|bez\s?maksas|nemokam(?:ai|as)"
    r"|uden beregning|kosteloos|sans frais|sin coste|sem custo|bez opłat)(?!\w)",
    re.IGNORECASE,
)
_UNIT_WORD = re.compile(r"\s*\+?\s*([^\W\d_]{1,12}\.?)\s*(?:[:=→–—|-]|(?=[€$£\d\n])|(?=[A-Z]{3}\s?\d)|\Z)")
"""A word behind a quantity, with nothing but a sign or the price behind it."""
_NO_UNITS = frozenset(
    [
        *("for", "für", "voor", "pour", "por", "per", "za", "à", "a", "at", "each", "je", "til", "till", "och", "og"),
        *("and", "und", "de", "από", "за", "по"),
    ]
)
"""Words between a quantity and its price that are no unit."""
_BRACKETED = re.compile(r"\([^()]*\)")
_FREE_AT_END = re.compile(rf"(?<=\w)[\s:–—(-]+{_FREE.pattern}(?=\W*(?:\n|\Z))", re.IGNORECASE)
"""The word for free behind a name; before one, as in "free shipping", it is part of that."""
_ENDS = " \t-–—|:·•,;/+()[]="
ROW_PHRASES = (
    *(_NEXT_DAY, _FREE, _RANGE, _FROM, _FROM_AMOUNT),
    re.compile(_PER_SENT, re.IGNORECASE),
)
"""What finds words that say the same on every market, and nothing that a person is called or wrote."""
DAY_PHRASES = (_DAYS, _WHOLE_DAYS)
"""What finds how long a delivery takes."""


def rates_within(text: str, signs: Mapping[str, str] | None = None) -> tuple[ExchangeRate, ...] | None:
    """
    Return the rates of exchange in a text, as in ``1 BTC = 3.412,55 € | 1 EUR = 7,46 kr.``; None where it states none.

    A part that has several amounts states none, unless it names the one unit that they are of: ``1 BTC 3.421,55 EUR
    3.873,10 USD``.

    Args:
        text: the text.
        signs: as for `within.amounts_within`.
    """
    text = " ".join(with_codes(text, signs).split())
    found = _listed_rates(text) or _paired_rates(text)
    found = found or [rate for part in _BETWEEN_RATES.split(text) for rate in _rates_in(part)]
    return tuple(found or _stated_rates(text)) or None


def _stated_rates(text: str) -> Iterator[ExchangeRate]:
    """The rates that a text states with a sign, as ``1 BTC = 185 420,50 CZK``, whatever stands around them."""
    for stated in _ONE_COIN.finditer(text):
        rest = text[stated.end() : stated.end() + _LONGEST_AMOUNT]
        amounts, printed = amounts_within(rest), _DIGITS.search(rest)
        if amounts and printed and parse_number(printed[0]) == amounts[0].amount and amounts[0].currency not in COINS:
            yield ExchangeRate(base=stated[1], quote=amounts[0].currency, rate=amounts[0].amount)


def _listed_rates(text: str) -> list[ExchangeRate]:
    """The rates of a text that is nothing but currencies, coins among them, with what one of each is worth."""
    units = [(base, parse_number(rate), _SIGNED.get(quote, quote)) for base, rate, quote in _UNIT.findall(text)]
    are_known = all({base, quote} <= CURRENCIES and base != quote for base, _, quote in units)
    if _UNIT.sub("", text) or not are_known or COINS.isdisjoint(base for base, _, _ in units):
        return []
    return [ExchangeRate(base=base, quote=quote, rate=rate) for base, rate, quote in units if rate]


def _paired_rates(text: str) -> list[ExchangeRate]:
    """
    The rates of a list of currencies, each with a number behind it and no other number between: of the coin that heads
    it, as ``Bitcoin (BTC): US Dollar (USD) 8149.75, Euro (EUR) 7267.13``, or of the one that has the number 1.
    """
    pairs = [(pair, pair[1], parse_number(pair[2])) for pair in _CODE_NUMBER.finditer(text)]
    are_all = len(pairs) == len(_DIGITS.findall(text)) >= _FEWEST_PAIRS
    if not are_all or not all(code in CURRENCIES and number for _, code, number in pairs):
        return []
    bases = [code for _, code, number in pairs if code in COINS and number == 1]
    heads = _COIN.findall(text[: pairs[0][0].start()])
    if len(bases) + len(heads) != 1:
        return []
    base = (bases + heads)[0]
    quotes = [(code, number) for _, code, number in pairs if number and code.isupper() and code != base]  # no mBTC
    return [ExchangeRate(base=base, quote=code, rate=number) for code, number in quotes]


def _rates_in(text: str) -> list[ExchangeRate]:
    """The rates in a part: one, or those of one unit of a currency that is named with its number."""
    rate = _rate_in(text)
    named = _BASE.match(text)
    if rate is not None or named is None:
        return [] if rate is None else [rate]
    amounts = amounts_within(rest := text[named.end() :])
    quotes = {each.currency for each in amounts}
    is_each = len(quotes) == len(amounts) == len(_DIGITS.findall(rest)) and named[1] not in quotes
    return [ExchangeRate(base=named[1], quote=each.currency, rate=each.amount) for each in amounts if is_each]


def _rate_in(text: str) -> ExchangeRate | None:
    pair = _PAIR.search(text)
    if pair is not None and {pair[1], pair[2]} <= CURRENCIES and len(_DIGITS.findall(pair[3])) == 1:
        rate = parse_number(_DIGITS.findall(pair[3])[0])
        return None if rate is None else ExchangeRate(base=pair[1], quote=pair[2], rate=rate)
    named = _BASE.search(text)
    coins = _COIN.findall(text)
    if named is None and len(coins) != 1:
        return None
    base = coins[0] if named is None else _SIGNED.get(named[1], named[1])
    rest = text[named.end() :] if named is not None else _COIN.sub(" ", text, count=1)
    others = {base} if named is not None else COINS
    amounts = [each for each in amounts_within(rest) if each.currency not in others and each.amount]
    if len(amounts) != 1 or len(_DIGITS.findall(rest)) != 1:
        return None  # several rates, of which one may be of other currencies
    return ExchangeRate(base=base, quote=amounts[0].currency, rate=amounts[0].amount)


def tier_within(text: str, signs: Mapping[str, str] | None = None) -> PriceTier | None:
    """
    Return the step of a bulk price in a text, as in ``5 - 9 Stk.: 8,50 €``; a single quantity is the least, and a share
    at the end is what it saves.

    Args:
        text: the text.
        signs: as for `within.amounts_within`.
    """
    text = _SAVED.sub("", with_codes(text, signs))
    between, before = _RANGE.search(text), _BEFORE_SIGN.match(text) or _FROM.match(text)
    if between is not None:
        low, high, end = parse_number(between[1]), parse_number(between[2]), between.end()
        rest = f"{text[: between.start()]}\n{text[between.end() :]}"
    elif before is not None:
        low, high, rest, end = parse_number(before[1]), None, text[before.end() :], before.end(1)
    else:
        rest = text
        least = _LEAST.search(without_prices(text))
        low, high = None if least is None else parse_number(least[1]), None
        end = len(text) if least is None else text.index(least[1]) + len(least[1])
    price = price_within(rest)
    if price is None or low is None or (high is not None and high < low) or "%" in rest:
        return None
    return PriceTier(min_quantity=low, max_quantity=high, price=price, unit=_unit_behind(text, end))


def _unit_behind(text: str, end: int) -> str | UnsetType:
    """The one word between a quantity, which ends there, and its price, or else what the price is for."""
    found = _UNIT_WORD.match(text, end)
    per = _PER.search(text)
    if found is not None and found[1].upper().rstrip(".") not in CURRENCIES and found[1].casefold() not in _NO_UNITS:
        return found[1]
    return UNSET if per is None else next(filter(None, per.groups()))


def shipping_within(text: str, signs: Mapping[str, str] | None = None) -> ShippingOption | None:
    """
    Return the way of delivery in a text, as in ``Carta registada (4 dias) + 6,50 € / encomenda``. Of several days the
    last counts. One that is free has no price, since it is said in no currency. What has to be bought for one, as in
    ``Brief ab 100 € 2,50 €``, is part of its name.

    Args:
        text: the text.
        signs: as for `within.amounts_within`.
    """
    text = _SURCHARGE.sub(r"\1 ", with_codes(text, signs))
    before, least, behind = _with_least(text)
    rest = f"{without_prices(before)}{least}{without_prices(behind)}"
    said, days = _days_in(rest)
    label = _first_part(_FREE_AT_END.sub("\n", rest.replace(said, "\n", 1) if said else rest))
    outside = _BRACKETED.sub(" ", f"{before}\n{behind}")
    price = price_within(outside) or price_within(f"{before}\n{behind}")
    if not label or (price is None and days is None and _FREE.search(text) is None):
        return None
    per = _PER.search(text)
    return ShippingOption(
        label=label,
        price=price,
        days=UNSET if days is None else days,
        per=UNSET if per is None else next(filter(None, per.groups())).casefold(),
    )


def _with_least(text: str) -> tuple[str, str, str]:
    """What stands before an amount that is the least one, that amount, and what stands behind; the text if none is."""
    found = _FROM_AMOUNT.search(text)
    parts = (text, "", "") if found is None else (text[: found.start()], found[0], text[found.end() :])
    others = f"{parts[0]}\n{parts[2]}"
    return parts if price_within(others) or _FREE.search(others) else (text, "", "")


def days_within(text: str) -> Decimal | None:
    """Return the days that a text states, as in ``In 4 days``, ``48 h`` or ``next day``; of several the last counts."""
    return _days_in(text)[1]


def days_beside(text: str) -> Decimal | None:
    """
    Return the days that a text states beside a time, as in ``4 dagen geleden · geleverd in 3 dagen``; None where it
    states no time or nothing beside it.
    """
    said = time_said(text)
    return None if said == text else days_within(text.replace(said, " ", 1))


def _days_in(text: str) -> tuple[str, Decimal | None]:
    """What a text says of days, and how many these are; empty and None where it says nothing of them."""
    if (found := _DAYS.search(text)) is not None:
        return found[0], parse_number(found[2])
    if (found := _WHOLE_DAYS.search(text)) is not None:
        return found[0], Decimal(found[1]) / 24
    return ("", None) if (found := _NEXT_DAY.search(text)) is None else (found[0], Decimal(1))


def variant_within(text: str, signs: Mapping[str, str] | None = None) -> Variant | None:
    """
    Return the variant of an offer in a text, as in ``25 stk. - 90,00 €``.

    Args:
        text: the text.
        signs: as for `within.amounts_within`.
    """
    text = with_codes(text, signs)
    name, price = _first_part(without_prices(text)), price_within(text)
    if not name or price is None:
        return None
    rest = without_prices(text).partition(name)[2]
    stock = stock_within(rest) if rest.strip(_ENDS) else None
    is_counted = stock is not None and isinstance(stock.value, int)
    return Variant(name=name, price=price, stock=stock.value if stock is not None and is_counted else UNSET)


def _first_part(text: str) -> str:
    """What stands before the first gap that an amount left, without the signs around it."""
    parts = [part.strip(_ENDS) for part in text.split("\n")]
    first = next((" ".join(part.split()) for part in parts if part), "")
    return f"{first})" if first.count("(") > first.count(")") else first
