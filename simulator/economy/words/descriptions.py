"""Texts of listings: what vendors say about what they sell, and to whom they do not send it."""

from __future__ import annotations

from functools import lru_cache

from simulator.draws import Draws
from simulator.economy.words.countries import LANGUAGES, spoken
from simulator.economy.words.pools import POOLS

__all__ = ["Descriptions"]

_KEPT = 1 << 14
"""Texts that are kept, as every page of a listing shows one, at each crawl."""


class Descriptions:
    """Descriptions of a scenario's listings."""

    def __init__(self, seed: int) -> None:
        self._draws = Draws(seed, "description")
        self.description = lru_cache(_KEPT)(self._description)

    def language(self, account: int, country: str) -> str:
        """The language that a vendor writes in; most write English."""
        picker = self._draws.picker(account, 1)
        languages = LANGUAGES.get(country, ())
        return picker.one(languages) if languages and picker.below(100) < 28 else "en"

    def _description(self, ids: int, *, title: str, good: str, language: str, excluded: tuple[str, ...]) -> str:
        """
        The text of a listing.

        Args:
            ids: what its chance is drawn for.
            title: its title.
            good: the name of the product.
            language: ``en``, ``de``, ``nl``, ``fr`` or ``es``.
            excluded: countries that the text says nothing is sent to.
        """
        picker = self._draws.picker(ids)
        parts = [picker.one(POOLS.descriptions.openings[language])]
        parts += picker.some(POOLS.descriptions.middles[language], 2 + picker.below(5))
        if excluded:
            places = picker.one((", ", "/", " & ")).join(spoken(code, language) for code in excluded)
            parts.append(picker.one(POOLS.descriptions.not_to[language]).format(places=places))
        parts.append(picker.one(POOLS.descriptions.endings[language]))
        joint = picker.one(("\n", "\n\n", " "))
        values = {"percent": 62 + picker.below(37), "number": 2 + picker.below(40), "year": 14 + picker.below(5)}
        return joint.join(part.format(title=title, good=good, **values) if "{" in part else part for part in parts)
