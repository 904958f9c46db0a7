"""
The closed vocabulary of what readers of every market know: what a draft may keep because it names nobody.

It is made of the lists that readers go by (`word_list`, `quantity_words`, currencies, words of payment and delivery, of
events), so that a word stays only where one of them could read it. Places have a list of their own, and ages and days
are found by their form.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.page import quantity_words
from cryptodrug_scraper.page.calendar import EVENTS
from cryptodrug_scraper.page.leaving import LEAVING_ALONE, LEAVING_PHRASES
from cryptodrug_scraper.page.list_words import LISTED_WORDS, PAGE_WORDS
from cryptodrug_scraper.page.money import CURRENCIES
from cryptodrug_scraper.page.pager_words import PAGER_WORDS
from cryptodrug_scraper.page.places.names import fold, place_names
from cryptodrug_scraper.page.quantities import NO_OFFER_WORDS
from cryptodrug_scraper.page.time_words import DAY_WORDS
from cryptodrug_scraper.page.told_sign import ICON_WORDS, SIGN_STEMS, SIGN_WORDS
from cryptodrug_scraper.page.window_words import HALF_YEARS, RECENT
from cryptodrug_scraper.page.within import IN_STOCK_WORDS, NO_WORDS, SOLD_OUT_WORDS, YES_WORDS
from cryptodrug_scraper.page.word_list import Entry, word_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Phrase", "Sort", "is_currency", "is_unit", "likes_of", "lone_words", "phrase_at", "vocabulary"]

Words = tuple[str, ...]


class Sort(IntEnum):
    """What a kept phrase is; of a row of them that is too long, those with the least number go first."""

    SITE = 0
    """A word of the market's own code and tables."""
    TERM = 1
    """A word of payment, delivery, stock or an event."""
    MEASURE = 2
    """A unit, or a word that quantities are told by."""
    GOODS = 3
    """What is sold, as it decides on a class."""
    LABEL = 4
    """Words that follow one another in the market's own code and tables."""
    FIXED = 5
    """A place or a currency."""


class Phrase(NamedTuple):
    """A phrase of the vocabulary: of how many words it is, and what they are."""

    length: int
    sort: Sort


_CURRENCIES = (
    "bitcoin, bitcoins, bitcoin cash, monero, litecoin, litecoins, ethereum, ether, zcash, dash, dogecoin, tether, "
    "euro, euros, dollar, dollars, us dollar, us dollars, pound sterling, pounds sterling, kr, krone, kroner, krona, "
    "kronor, couronne, couronnes, franc, francs, franken, frank, zloty, zl, koruna, koruny, korun, kc, rubel, rouble, "
    "roubles, lei, leu, ft, forint, leva, лв, tl, lira, turk lirasi, kn, kuna, kune, дин, руб, грн"
)
_CODES = frozenset(
    [
        *("ETH", "ZEC", "DASH", "DOGE", "USDT", "USDC", "BNB", "TRX", "ETC", "XRP", "BSV"),
        *("PLN", "CZK", "HUF", "RON", "BGN", "TRY", "HRK", "RSD"),
    ]
)
"""Of coins and currencies that sites print beside those whose amounts are converted."""
_TERMS = (
    "escrow, treuhand, tiers de confiance, garantia, deposito di garanzia, deponering, fe, finalize early, "
    "finalise early, finalized early, multisig, multi sig, unlimited, unbegrenzt, unbeschrankt, onbeperkt, illimite, "
    "illimitee, illimitato, ilimitado, ilimitada, ubegraenset, ubegrenset, obegransad, obegransat, neomezeno, "
    "neomezene, rajaton, nieograniczony, digital, digitale, digitales, numerique, physical, physisch, fysisk, fysiek, "
    "fisico, fisica, physique, shipping, shipment, ship, ships, shipped, delivery, delivers, postage, versand, "
    "lieferung, versendet, livraison, expedition, expedie, verzending, verzonden, levering, forsendelse, fragt, envio, "
    "entrega, spedizione, consegna, wysylka, tracked, untracked, tracking, express, priority, worldwide, domestic, "
    "in stock, out of stock, sold out, do not order, auf lager, ausverkauft, en stock, pa lager, udsolgt, op voorraad, "
    "uitverkocht, don t order, "
    "neobmedzene, nelimitat, korlatlan, neograniceno, neomejeno, неограничено, απεριοριστο, sinirsiz, digitalni, "
    "digitalne, fyzicke, uschova, letet, emanet, doprava, doruceni, dorucenie, livrare, szallitas, dostava, isporuka, "
    "доставка, αποστολη, kargo, teslimat"
)
_PER = (
    "order, orders, package, packages, parcel, parcels, item, piece, unit, bestellung, paket, sendung, commande, "
    "colis, envoi, bestelling, pakket, zending, pedido, paquete, paquet, encomenda, ordine, pacco, ordre, bestilling, "
    "pakke, bestallning, forsandelse, zamowienie, zamowienia, przesylka, przesylke, paczka, paczke, objednavka, "
    "objednavku, zasilka, zasilku, balik, tilaus, lahetys, "
    "zasielku, comanda, colet, rendeles, csomag, narudzba, narudzbu, porudzbina, posiljka, posiljku, narocilo, "
    "поръчка, пратка, παραγγελια, siparis"
)
"""Of what a way of delivery has its price: "/ order"."""
_UNITS = (quantity_words.GRAMS, quantity_words.MILLILITRES, quantity_words.BULK)
_MEASURES = (
    *_UNITS,
    quantity_words.SPELT,
    quantity_words.DOZENS,
    quantity_words.PIECES,
    quantity_words.HOLDERS,
    quantity_words.LIQUIDS,
    quantity_words.SHEETS,
    quantity_words.POWDERS,
    quantity_words.STRENGTHS,
    quantity_words.LEAST,
    quantity_words.BEFORE_COUNTS,
)
_SAID_OF_OFFERS = (
    quantity_words.GIFTS,
    quantity_words.SENDING,
    quantity_words.MONEY_THINGS,
    quantity_words.NETWORK_THINGS,
    quantity_words.MEASURING,
    NO_OFFER_WORDS,
)
"""By these a number beside them is no quantity of what is sold."""
_ZONES = ("utc", "gmt", "cet", "cest", "msk", "uhr")
"""What stands behind times of day."""
_TODAY = ("ma",)
"""Today in Hungarian, which readers do not go by, since it is a word of other languages too: sites explain it."""
_LEAST_CUE = 4
"""Letters of a word that excludes places and is kept without one beside it."""
_LONGEST_ENDING = 3
"""Letters that a word of stock may end with."""
_SHORTEST = 2
"""Letters of a word that is kept; single letters always are."""


@cache
def vocabulary() -> Mapping[Words, Sort]:
    """Every phrase of the vocabulary, folded, with what it is."""
    found: dict[Words, Sort] = {}
    for measures in _MEASURES:
        found.update(((fold(word),), Sort.MEASURE) for word in measures if len(word) >= _SHORTEST)
    events = (each.replace("_", " ") for each in EVENTS)
    lists = (*PAGE_WORDS, *PAGER_WORDS, *LISTED_WORDS, *SOLD_OUT_WORDS, *IN_STOCK_WORDS)
    lists += (*DAY_WORDS, *HALF_YEARS, *RECENT, *_cues(), *LEAVING_PHRASES, *_ZONES, *_TODAY)
    lists += tuple(word for words in _SAID_OF_OFFERS for word in words if len(word) >= _SHORTEST)
    for phrase in (*_TERMS.split(", "), *events, *lists):
        found[_folded(phrase)] = Sort.TERM
    found.update((_folded(each), Sort.MEASURE) for each in _PER.split(", "))
    for words, entries in word_list().entries.items():
        if entries:
            found.setdefault(tuple(map(fold, words)), Sort.GOODS)
    for phrase in (*_CURRENCIES.split(", "), *quantity_words.MONEY_WORDS):
        found[_folded(phrase)] = Sort.FIXED
    return found


def phrase_at(words: Sequence[str], at: int) -> Phrase | None:
    """
    Return the longest phrase of the vocabulary that begins at a word; None if there is none.

    Args:
        words: of a text, folded.
        at: the number of the word.
    """
    known = vocabulary()
    for length in range(min(_longest().get(words[at], 0), len(words) - at), 0, -1):
        sort = known.get(tuple(words[at : at + length]))
        if sort is not None:
            return Phrase(length, sort)
    return Phrase(1, Sort.TERM) if _is_of_stock(words[at]) or words[at].startswith(tuple(SIGN_STEMS)) else None


def likes_of(words: Words) -> tuple[Words, ...]:
    """Return the phrases that say the same of what is sold as another one: as many words, of the same entries."""
    entries = _entries().get(words)
    group = () if entries is None else _groups().get((entries, len(words)), ())
    plurals = {(*each[:-1], f"{each[-1]}s") for each in group}
    return tuple(each for each in group if each != words and each not in plurals)


def is_currency(word: str) -> bool:
    """Tell whether a word, as it is printed, is the code or the name of a currency."""
    return word in CURRENCIES or word in _CODES or vocabulary().get((fold(word),)) is Sort.FIXED


def is_unit(word: str) -> bool:
    """Tell whether a word after a number is a unit of weight or volume."""
    folded = fold(word)
    return any(folded in units for units in _UNITS)


def _is_of_stock(word: str) -> bool:
    """Tell whether a folded word is one of stock with another ending."""
    stems = (word[:-letters] for letters in range(1, _LONGEST_ENDING + 1) if word[-letters:].isalpha())
    return any(stem in _stock() for stem in stems)


@cache
def _stock() -> frozenset[str]:
    return frozenset(fold(word) for word in (*SOLD_OUT_WORDS, *IN_STOCK_WORDS) if " " not in word)


def _cues() -> frozenset[str]:
    """Words that exclude places, or leave no others."""
    return frozenset(word for word in place_names().cues if len(word) >= _LEAST_CUE)


@cache
def lone_words() -> frozenset[str]:
    """
    Words for yes and no, good and bad, what icons of these are called, and words of links that end a visit, folded,
    which are kept where they are all that a text says.
    """
    return frozenset(map(fold, (*YES_WORDS, *NO_WORDS, *LEAVING_ALONE))) | frozenset(SIGN_WORDS) | ICON_WORDS


@cache
def _entries() -> Mapping[Words, tuple[Entry, ...]]:
    return {tuple(map(fold, words)): entries for words, entries in word_list().entries.items() if entries}


@cache
def _groups() -> Mapping[tuple[tuple[Entry, ...], int], tuple[Words, ...]]:
    groups: dict[tuple[tuple[Entry, ...], int], list[Words]] = {}
    for words, entries in _entries().items():
        if all(word.isalpha() for word in words):
            groups.setdefault((entries, len(words)), []).append(words)
    return {key: tuple(sorted(each)) for key, each in groups.items()}


@cache
def _longest() -> Mapping[str, int]:
    longest: dict[str, int] = {}
    for words in vocabulary():
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def _folded(phrase: str) -> Words:
    return tuple(map(fold, phrase.split()))
