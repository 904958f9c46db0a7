"""
Read a value that stands among other words, such as the count in ``Sold: 1.204`` or the price in ``from € 12,50 each``.

Each function takes a text on one line, and gives None where the text has no such value or, unless it says otherwise,
several.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec import UNSET

from cryptodrug_scraper.page.counters_within import count_within, counter_within
from cryptodrug_scraper.page.money import COINS, CURRENCIES, money_step, parse_count, parse_number, parse_prices
from cryptodrug_scraper.page.parts import Money, OrderLimits, Payment, Rating, Sign, Stock

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from msgspec import UnsetType

__all__ = [
    "IN_STOCK_WORDS",
    "NO_WORDS",
    "OF_WORDS",
    "SOLD_OUT_WORDS",
    "STAR_WORDS",
    "STATE_PHRASES",
    "STOCK_STATES",
    "YES_WORDS",
    "amounts_within",
    "bracketed_count",
    "class_within",
    "coins_within",
    "count_within",
    "counter_within",
    "currency_codes",
    "leading_count",
    "mask_within",
    "mean_within",
    "money_within",
    "name_within",
    "order_limits",
    "parts_within",
    "payments_within",
    "price_within",
    "second_count",
    "share_within",
    "sign_within",
    "step_within",
    "stock_within",
    "with_codes",
    "written",
    "yes_within",
]

_Meaning = TypeVar("_Meaning", bound=str)
_LEADING = re.compile(r"\d{1,3}(?:[.,'’\s]\d{3})+(?![\d])|\d+(?![\d.,]*\d)")
_BRACKETED = re.compile(r"[(\[]\s*(\d{1,3}(?:[.,'’ \u00a0]\d{3})+|\d+)\s*[)\]]\s*\Z")
_PRINTED = re.compile(r"(?<![\d.,])\d[\d.,'’]*(?:[ \u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?")
_SHARE = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s?%")
OF_WORDS = "of|von|van|op|sur|su|de|di|af|av|z|ze|zo|из|з|din|od|од|от|από|απο|iš"
"""Words between a part and the whole, as alternatives of a pattern."""
STAR_WORDS = (
    r"stars?|sterne?|sterren|[ée]toiles?|estrellas?|estrelas?|stell[ea]|stjerner?|stjärn(?:or|a)|gwiazdk?[aiy]?"
    r"|hv[eě]zd(?:a|y|i[cč](?:ek|ky|ka))?|hviezd(?:a|y|i[cč]iek|i[cč]ky)?|stele|csillag(?:os)?|zvi?j?ezd(?:a|e|ic[aeu]?)?"
    r"|zvaigzn(?:e|es|ītes)|žvaigžd(?:ė|ės|žių|utės)|yıldız|tärni?|tähte|зв[её]зд(?:а|и|ы|иц[ае])?|зір(?:ка|ки|ок)"
    r"|αστ[εέ]ρ(?:ι|ια|ιών)"
)
"""Words for stars, as alternatives of a pattern."""
_HIDDEN = r"\s?(?:\*{2,40}|[•·∙●]{2,40}|(?<=[^\s\d])…|…(?=[^\s\d])|\.{3,40}|\.(?:\s\.){2,40})\s?"
_MASK = re.compile(rf"(?<![^\s(\[])(?:\w{{1,3}}{_HIDDEN}\w{{0,3}}|\w{{0,3}}{_HIDDEN}\w{{1,3}})(?![^\s)\],:])")
_LETTERS = re.compile(r"[^\W\d_]+")
_COIN_NAMES = {"bitcoin": "BTC", "bitcoins": "BTC", "monero": "XMR", "litecoin": "LTC"}
_WITHOUT_CENTS = frozenset({"HUF"})
"""Currencies whose one dot is before thousands: "12.500 Ft"."""
_BETWEEN_PARTS = re.compile(r"[,;|·/]")
_ALL = Decimal(100)
_BEST = 5
_NAMED = re.compile(r"([^\W_][^\s()|]{0,47})(?:\s*[(|\[·–-].*)?\Z")
_UNLIMITED = re.compile(
    r"∞|unlimit|unbegrenz|unbeschr|onbeperkt|illimit|ilimitad|ubegr|obegr|neomezen|rajaton|nieogran"
    r"|neobmedzen|nelimitat|korlátlan|neograničen|neomejen|неограничен|необмежен|απεριόριστ|απεριοριστ|sınırsız|limitsiz"
    r"|piiramat|neierobežot|neribot",
    re.IGNORECASE,
)
SOLD_OUT_WORDS = (
    *("sold out", "soldout", "out of stock", "not in stock", "no in stock", "not available", "no available"),
    *("ausverkauft", "vergriffen", "nicht auf lager", "nicht verfügbar", "nicht vorrätig"),
    *("uitverkocht", "niet op voorraad", "niet beschikbaar", "épuisé", "indisponible", "agotado", "sin existencias"),
    *("esgotado", "esaurito", "udsolgt", "ikke på lager", "slutsåld", "utsolgt", "wyprzedan", "loppuunmyyty"),
    *("нет в наличии", "распродан", "закончил", "немає в наявності"),
    *("vyprodán", "není skladem", "není na skladě", "nedostupn", "vypredan", "nie je skladom", "nie je na sklade"),
    *("stoc epuizat", "epuizat", "elfogyott", "nincs raktáron", "nincs készleten", "nem elérhető", "rasprodan"),
    *("rasprodat", "nije na zalihi", "nije na stanju", "nema na stanju", "nedostup", "razprodan", "ni na zalogi"),
    *("ni na voljo", "изчерпан", "няма в наличност", "не е налич", "разпродад", "распродат", "нема на стању"),
    *("εξαντλ", "μη διαθέσιμ", "μη διαθεσιμ", "δεν είναι διαθέσιμ", "εκτός αποθέματος", "δεν υπάρχει απόθεμα"),
    *("tükendi", "stokta yok", "stok yok", "mevcut değil", "läbi müüdud", "otsas", "ei ole laos", "pole saadaval"),
    *("недоступ", "izpārdot", "nav noliktavā", "nav pieejam", "není k dispozici", "není dostupn", "nie je dostupn"),
    *(
        "nije dostup",
        "nie je k dispozícii",
        "indisponib",
        "nu este disponib",
        "nu e disponib",
        "no disponib",
        "non disponib",
    ),
    *("não disponí", "išparduot", "nėra sandėlyje", "nėra prekės", "niedostępn", "brak w magazynie"),
)
"""How words begin that say that nothing is left."""
IN_STOCK_WORDS = (
    *("in stock", "available", "auf lager", "vorrätig", "verfügbar", "op voorraad", "beschikbaar", "en stock"),
    *(
        "voorradig",
        "disponib",
        "em estoque",
        "på lager",
        "i lager",
        "dostępn",
        "varastossa",
        "в наличии",
        "в наявності",
    ),
    *("skladem", "na skladě", "k dispozici", "dostupn", "skladom", "na sklade", "k dispozícii", "în stoc", "in stoc"),
    *("raktáron", "készleten", "elérhető", "na zalihi", "na stanju", "na raspolaganju", "na zalogi", "na voljo"),
    *("в наличност", "налично", "на стању", "доступ", "σε απόθεμα", "διαθέσιμ", "διαθεσιμ", "ετοιμοπαράδοτ"),
    *("stokta", "mevcut", "on laos", "saadaval", "noliktavā", "pieejam", "sandėlyje"),
)
"""How words begin that say that some is left."""
_SOLD_OUT = re.compile("|".join(SOLD_OUT_WORDS).replace(" ", r"\s+"), re.IGNORECASE)
_IN_STOCK = re.compile("|".join(IN_STOCK_WORDS), re.IGNORECASE)
_PAYMENTS: tuple[tuple[Payment, re.Pattern[str]], ...] = (
    (
        "escrow",
        re.compile(
            r"escrow|treuhand|tiers de confiance|s[ée]questre|garant[ií]a|cust[oó]dia|deposito di garanzia|deponering"
            r"|depozyt|uschova|úschova|гарант|эскроу|(?<!\w)ескроу|letét|\bpolog|depozit|\bhramb[aoe]|депозит|μεσεγγ[υύ]ηση"
            r"|emanet|deponeeri|deponavim",
            re.IGNORECASE,
        ),
    ),
    (
        "finalize_early",
        re.compile(
            r"\bFE\b|(?i:finali[sz]e\s+early|vorauszahlung|vorkasse|vooruitbetal|paiement anticip|pago anticipad"
            r"|pagamento antecipad|pagamento anticipat|forudbetal|förskott|przedpłat|platba\s+předem|předplac"
            r"|platba\s+vopred|predplat|plat[aă]\s+(?:în\s+avans|anticipat)|előre\s?fizet|előleg|plaćanje\s+una"
            r"|predujam|predplačil|plačilo\s+vnaprej|авансов|предплащан|предоплат|передоплат|προπληρωμ|(?:ön|peşin)\s+ödeme"
            r"|ettemaks|priekšapmaks|išankstin)"
        ),
    ),
    (
        "multisig",
        re.compile(r"multi-?\s?sig|мультисиг|\b2\s?(?:of|/|von|av|z|ze|od|din|от|из|από)\s?3\b", re.IGNORECASE),
    ),
)
_DIGITAL = re.compile(
    r"digita{1,2}l|digitál|num[eé]rique|dijital|skaitmenin|digitāl|цифров|дигитал|ψηφιακ", re.IGNORECASE
)
_PHYSICAL = re.compile(r"physi|fy{1,2}si|f[ií]si|fyzick|fizi[cčk]|fizin|füüsil|физич|фізич|φυσικ", re.IGNORECASE)
_DASH = re.compile(r"(?<=\d)([.,])[-–—]{1,2}(?!\d)")
STATE_PHRASES = (_UNLIMITED, _SOLD_OUT, _IN_STOCK, *(each for _, each in _PAYMENTS), _DIGITAL, _PHYSICAL)
"""What finds how words of stock, payment and kinds of goods begin, which say the same on every market."""
STOCK_STATES = ("available", "sold_out", "unlimited")
"""What a site's own words may say of what is left."""
YES_WORDS = frozenset(
    [
        *("yes", "ja", "oui", "si", "sí", "sim", "tak", "kyllä", "ano"),
        *("áno", "da", "да", "так", "igen", "ναι", "evet", "jah", "jā", "taip"),
    ]
)
NO_WORDS = frozenset(
    [
        *("no", "nein", "nee", "non", "nej", "não", "nie", "ei", "ne", "nei"),
        *("nu", "nem", "не", "нет", "ні", "όχι", "οχι", "hayır", "nē"),
    ]
)


def leading_count(text: str) -> int | None:
    """Return the whole number with which a text begins, whatever stands behind it: ``8 of 10``, ``14, lost: 3``."""
    found = _LEADING.match(text.strip())
    return None if found is None else parse_count(found[0])


def second_count(text: str) -> int | None:
    """Return the second whole number of a text that has two of them: 10 of ``8 of 10``, or of ``8 / 10``."""
    found = [each[0] for each in _LEADING.finditer(text)]
    return parse_count(found[1]) if len(found) == 2 else None


def bracketed_count(text: str) -> int | None:
    """Return the whole number that stands alone between brackets at the end of a text: ``b***7 (104)``."""
    found = _BRACKETED.search(text)
    return None if found is None else parse_count(found[1])


def stock_within(text: str, words: Mapping[str, str] | None = None) -> Stock | None:
    """
    Return the one whole number in a text as what is left, or that a text says it is without limit, sold out, or that
    some is left without saying how much.

    Args:
        text: the text.
        words: what this site means by words of its own: one of `STOCK_STATES`.
    """
    state = None if words is None else _meant_by(text, words)
    if state == "unlimited" or _UNLIMITED.search(text):
        return Stock(unlimited=True)
    count = count_within(text)
    if count is not None:
        return Stock(value=count)
    if state == "sold_out" or (state is None and _SOLD_OUT.search(text)):
        return Stock(value=0)
    return Stock(available=True) if state == "available" or _IN_STOCK.search(text) else None


def _meant_by(text: str, words: Mapping[str, _Meaning]) -> _Meaning | None:
    """What a site means by the longest of its words that stands in a text; None where none does."""
    said = " ".join(text.split()).casefold()
    found = [word for word in words if word.casefold() in said]
    return words[max(found, key=len)] if found else None


def amounts_within(text: str, signs: Mapping[str, str] | None = None) -> tuple[Money, ...]:
    """
    Return every amount of money in a text, in the order printed.

    Args:
        text: the text.
        signs: what this site means by a sign that other sites use otherwise, as ``{"kr": "DKK"}``.
    """
    text = _MASK.sub(" ", text)  # the last sign of a masked name is no number before a currency
    found = parse_prices(with_codes(text, signs))
    return tuple(each for each in found if each.currency in currency_codes())  # and neither DHL nor THC is one


@cache
def currency_codes() -> frozenset[str]:
    """The codes of all currencies, coins among them."""
    from babel.core import get_global  # noqa: PLC0415  # only drafted readers need it

    return CURRENCIES | frozenset(get_global("all_currencies"))


def with_codes(text: str, signs: Mapping[str, str] | None) -> str:
    """
    Return a text with codes of currencies in the place of a site's own signs, and noughts in the place of a dash, as in
    ``190,- Kč``; see `amounts_within`.
    """
    text = _DASH.sub(r"\g<1>00", text)
    for sign, currency in (signs or {}).items():
        if currency in _WITHOUT_CENTS:
            text = re.sub(rf"(?<![\d.,])(\d{{1,3}})\.(\d{{3}})(?=\s?{re.escape(sign)})", r"\1\2", text)
        text = re.sub(rf"(?<![^\W\d_]){re.escape(sign)}\.?(?![^\W\d_])", f" {currency} ", text)
    return text


def money_within(text: str, signs: Mapping[str, str] | None = None) -> Money | None:
    """Return the first amount of money in a text; see `amounts_within`."""
    found = amounts_within(text, signs)
    return found[0] if found else None


def step_within(amount: Money, text: str) -> Money:
    """
    Return the rounding of an amount that was read in a text: one unit of its last printed digit. Other numbers of the
    text do not count, where one is the amount's.
    """
    text = _MASK.sub(" ", text)
    for printed in _PRINTED.findall(text):
        number = parse_number(printed)
        exponent = None if number is None else number.as_tuple().exponent
        if amount.currency in _WITHOUT_CENTS and parse_count(printed) == amount.amount:
            return Money(Decimal(1), amount.currency)
        if number == amount.amount and isinstance(exponent, int):
            return Money(Decimal(1).scaleb(min(exponent, 0)), amount.currency)
    return money_step(amount, text)


def share_within(text: str) -> Decimal | None:
    """Return the one percentage in a text, from 0 to 100."""
    found = [*dict.fromkeys(_SHARE.findall(text))]  # a bar may say again what stands beside it
    share = parse_number(found[0]) if len(found) == 1 else None
    return share if share is not None and share <= _ALL else None


def mean_within(text: str) -> Rating | None:
    """Return the one decimal number in a text, from 0 to 5, as a mean of ratings out of five."""
    found = _PRINTED.findall(text)
    mean = parse_number(found[0]) if len(found) == 1 else None
    return Rating(mean=mean, scale=_BEST) if mean is not None and 0 <= mean <= _BEST else None


def mask_within(text: str) -> str | None:
    """Return the one masked name in a text, such as ``b***7``, without spaces."""
    found = _MASK.findall(text)
    return "".join(str(found[0]).split()) if len(found) == 1 else None


def payments_within(text: str, words: Mapping[str, Payment] | None = None) -> list[Payment] | None:
    """
    Return the ways of payment that a text names; None where it names none that is known.

    Args:
        text: the text.
        words: what this site means by words of its own.
    """
    meant = set()
    rest = " ".join(text.split())
    for word in sorted(words or (), key=len, reverse=True):  # "no escrow" before "escrow"
        if (at := rest.casefold().find(word.casefold())) >= 0:
            meant.add((words or {})[word])
            rest = f"{rest[:at]} {rest[at + len(word) :]}"
    found: list[Payment] = [name for name, known in _PAYMENTS if name in meant or known.search(rest)]
    return found or None


def sign_within(text: str, words: Mapping[str, Sign]) -> Sign | None:
    """Return whether a rating is good by the words of a site, of which the longest in a text decides."""
    return _meant_by(text, words)


def written(text: str | None, nothing: Collection[str] = ()) -> str | None:
    """Return a text; None where there is none, or a site prints it where nobody wrote one."""
    return None if text in nothing else text or None


def class_within(text: str) -> Literal["physical", "digital"] | None:
    """Return whether goods are physical or digital; None where a text says neither, or both."""
    is_digital, is_physical = _DIGITAL.search(text) is not None, _PHYSICAL.search(text) is not None
    if is_digital == is_physical:
        return None
    return "digital" if is_digital else "physical"


def coins_within(text: str) -> list[str] | None:
    """Return the codes of the coins that a text names, each once, in the order printed; None where it names none."""
    found = [_COIN_NAMES.get(word.casefold(), word.upper()) for word in _LETTERS.findall(text)]
    return [*dict.fromkeys(code for code in found if code in COINS)] or None


def parts_within(text: str) -> list[str] | None:
    """Return the parts of a list in a text, as tags: what commas or other signs part, or else its words."""
    parts = [part.strip() for part in _BETWEEN_PARTS.split(text)] if _BETWEEN_PARTS.search(text) else text.split()
    return [part for part in parts if part] or None


def order_limits(
    before: OrderLimits | UnsetType | None,
    *,
    least: int | UnsetType | None = UNSET,
    most: int | UnsetType | None = UNSET,
) -> OrderLimits:
    """
    Return the limits of one order, with what is known of them already.

    Args:
        before: that, as the record has it.
        least: the smallest quantity; left out: as before.
        most: the largest; left out: as before.
    """
    known = before or OrderLimits()
    low, high = (Decimal(each) if isinstance(each, int) else each for each in (least, most))
    return OrderLimits(min=known.min if low is UNSET else low, max=known.max if high is UNSET else high)


def yes_within(text: str, words: Mapping[str, str] | None = None) -> bool | None:
    """
    Return what a yes or a no says in one of several languages; None for any other text.

    Args:
        text: the text.
        words: what this site says in words of its own; the longest that stands in the text counts.
    """
    if words and (meant := _meant_by(text, words)) is not None:
        return meant == "yes"
    word = text.strip(" .!").casefold()
    return True if word in YES_WORDS else False if word in NO_WORDS else None


def name_within(text: str) -> str | None:
    """Return the name with which a text begins, where nothing or a bracket or bar is behind it: ``alice (35)``."""
    match = _NAMED.match(text.strip())
    return None if match is None else match[1]


def price_within(text: str, signs: Mapping[str, str] | None = None) -> Money | None:
    """Return the price that a text states: the first amount of no coin, else the first; see `amounts_within`."""
    found = amounts_within(text, signs)
    return next((amount for amount in found if amount.currency not in COINS), found[0] if found else None)
