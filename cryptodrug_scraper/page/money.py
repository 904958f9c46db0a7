"""Numbers and amounts of money as the markets print them, in their several formats."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import MOST_DIGITS, decimal, whole
from cryptodrug_scraper.page.records import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "COINS",
    "CURRENCIES",
    "currency_of",
    "has_negative",
    "has_unread",
    "money_step",
    "parse_count",
    "parse_money",
    "parse_number",
    "parse_prices",
    "stated_price",
    "without_prices",
]

COINS = frozenset({"BTC", "BCH", "XMR", "LTC"})
_THOUSANDTHS = frozenset({"mBTC", "mBCH"})

_SIGNS = {
    "฿": "BTC",
    "m฿": "mBTC",
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "EURO": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "元": "CNH",
    "₽": "RUB",
    "₹": "INR",
    "₺": "TRY",
    "R$": "BRL",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "HK$": "HKD",
}
CURRENCIES = COINS | _THOUSANDTHS | frozenset(_SIGNS.values()) | {"CHF", "DKK", "NOK", "SEK"}
"""Codes of the currencies that the markets print."""
_SMALL = {"usd": "USD", "eur": "EUR", "gbp": "GBP", "chf": "CHF", "btc": "BTC"}
"""Codes that are read in small letters too: those of the others are words in some language, or rare."""
_CODE = r"(?:m?[A-Z]{3}|(?i:usd|eur|gbp|chf|btc))\b"
_CURRENCY = rf"(?:(?:US|AU|CA|HK|[ACR])?\$|(?<![^\W\d_])m฿|[฿€£¥₽₹₺元]|(?<![^\W\d_]){_CODE}|[Ee]uro\b)"
_NO_CENTS = r"(?<=[.,])[-–—]{1,2}(?!\d)"
_NUMBER = rf"\d[\d.,'’]*(?:\s\d{{3}}(?!\d))*(?:[.,]\d+)?(?:[eE]-?\d+|{_NO_CENTS})?"
_AMOUNT = re.compile(rf"(?:({_CURRENCY})\s*)?((?:(?<!\d)-)?{_NUMBER})(?:\s*({_CURRENCY}))?")
_SIGN = re.compile(_CURRENCY)
_WITHOUT_CENTS = re.compile(r"[.,][-–—]+\Z")
"""The end of an amount without cents: ``12.-``."""
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+\Z")
_ONE_MARK = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}\Z")
"""Three digits behind one mark, which a number of either kind may have: ``1.150`` or ``1,150``."""
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}\Z")
_COUNT = re.compile(r"\d[\d,.'’\s]*\Z")
_FLOAT_TAIL = 10
"""Most decimals that a vendor types: more are the tail of a binary fraction."""
_MILLI = Decimal("0.001")
_CENT = Decimal("0.01")


@lru_cache(maxsize=16384)
def parse_number(text: str) -> Decimal | None:
    """
    Read a number in any of the formats seen: ``9,478.97``, ``1'234.56``, ``1.234,56``, ``7,5``,
    ``124.80000000000001`` (binary tails are rounded away).

    Returns None where the text is no number.
    """
    digits = text.strip().replace("'", "").replace("’", "").replace(" ", "").replace("\xa0", "")
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and dot >= 0:
        digits = digits.replace(",", "") if dot > comma else digits.replace(".", "").replace(",", ".")
    elif comma >= 0:
        digits = digits.replace(",", "" if _GROUPED.match(digits) else ".")
    elif _DOTTED.match(digits):
        digits = digits.replace(".", "")
    number = decimal(digits)
    if number is None:
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _FLOAT_TAIL:
        number = round(number, 8).normalize()
        if number == number.to_integral():
            number = number.quantize(Decimal(1))
    return number


def parse_count(text: str) -> int | None:
    """Read a whole number, with or without marks between thousands; None if the text is not one."""
    text = text.strip()
    if len(text) > MOST_DIGITS:
        return None
    if text.isdecimal():
        return whole(text)
    return None if _COUNT.match(text) is None else whole(re.sub(r"[,.'’\s]", "", text))


@lru_cache(maxsize=16384)
def parse_prices(text: str) -> tuple[Money, ...]:
    """
    Read every amount in a text such as ``฿0.000787 (€7.28)``, in the order printed.

    A fiat amount has at least two decimals, as prices are written. Of three digits behind one mark, ``1.150 €`` is more
    than a thousand, since who writes the sign behind a price writes a comma before its decimals; ``$1.150`` is not, nor
    is ``1,150 XMR``: nobody asks for a thousand coins without decimals. Numbers without a currency are left out, and so
    are negative ones: nobody asks or pays less than nothing (`has_negative` tells).
    """
    found = []
    for match in _AMOUNT.finditer(text):
        sign, number = _sign_of(match), _number_in(match)
        if sign is None or number is None or number < 0:
            continue
        found.append(_money(number, currency_of(sign)))
    return tuple(found)


def without_prices(text: str) -> str:
    """Return a text with a line break in the place of each amount that `parse_prices` reads."""

    def without(match: re.Match[str]) -> str:
        if _is_word(match):
            return f"{match[1]}\n"
        return "\n" if match[1] or match[3] else match[0]

    return _AMOUNT.sub(without, text)


def _is_word(amount: re.Match[str]) -> bool:
    """Tell whether the three letters before an amount that has a currency behind it are a word."""
    return bool(amount[1] and amount[3]) and currency_of(amount[1]) not in CURRENCIES


def _sign_of(amount: re.Match[str]) -> str | None:
    """The sign or code of the currency of an amount, if it has one."""
    return amount[3] if _is_word(amount) else amount[1] or amount[3]


def has_negative(text: str) -> bool:
    """Tell whether a text states a negative amount, which is no price."""
    if "-" not in text:
        return False
    read = ((match[1] or match[3], _number_in(match)) for match in _AMOUNT.finditer(text))
    return any(sign and number is not None and number < 0 for sign, number in read)


def parse_money(text: str) -> Money | None:
    """Return the one amount that a text states; None if it states none, or several."""
    prices = parse_prices(text)
    return prices[0] if len(prices) == 1 else None


def stated_price(prices: Sequence[Money], text: str) -> Money | None:
    """
    Return the fiat price among the prices that were read in a text, else the first one, in a coin.

    None where the text has another amount that could not be read: it may be the fiat price.
    """
    for price in prices:
        if price.currency not in COINS:
            return price
    return None if not prices or has_unread(text) else prices[0]


def has_unread(text: str) -> bool:
    """Tell whether a text has a number or a currency that is part of none of its prices, or a negative amount."""
    rest = without_prices(text)
    if any(char.isdecimal() for char in rest) or has_negative(text):
        return True
    return any(currency_of(sign[0]) in CURRENCIES for sign in _SIGN.finditer(rest))


def money_step(amount: Money, text: str) -> Money:
    """
    Return the rounding step of a printed amount: one unit of its last printed digit.

    Coins may be printed with one digit or two (``0.03``), so half a step can be a quarter of the amount.
    """
    match = _AMOUNT.search(text)
    number = None if match is None else _number_in(match) or parse_number(match[2])
    exponent = (amount.amount if number is None else number).as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    sign = None if match is None else _sign_of(match)
    unit = _MILLI if sign is not None and currency_of(sign) in _THOUSANDTHS and number is not None else Decimal(1)
    return Money(unit.scaleb(-places), amount.currency)


def currency_of(sign: str) -> str:
    """The currency of a sign or code; those of thousandths of coins have one of their own."""
    return _SIGNS.get(sign) or _SMALL.get(sign.lower()) or _SIGNS.get(sign.upper(), sign)


def _number_in(amount: re.Match[str]) -> Decimal | None:
    """The number of an amount that has a currency; three digits behind one mark may be decimals or thousands."""
    sign = _sign_of(amount)
    if sign is None:
        return None
    digits = _WITHOUT_CENTS.sub("", amount[2].strip())
    if _ONE_MARK.match(digits) is None:
        return parse_number(digits)
    if currency_of(sign) in COINS | _THOUSANDTHS:
        return decimal(digits.replace(",", "."))
    return decimal(re.sub("[.,]", "", digits)) if sign == amount[3] else parse_number(digits)


def _money(number: Decimal, currency: str) -> Money:
    if currency in _THOUSANDTHS:
        return Money(number * _MILLI, currency[1:])
    if currency not in COINS:
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and exponent > -2:  # two decimals, as prices are written
            number = number.quantize(_CENT)
    return Money(number, currency)
