"""The tables for a paper: how far coders agreed, and how often the program errs, in a language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.adjudication.judged import pairs_of
from cryptodrug_scraper.adjudication.rates import missed, told_in, wrong
from cryptodrug_scraper.adjudication.sample import CANNOT_TELL, KINDS
from cryptodrug_scraper.measures.estimators.kappa import agreement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.adjudication.counts import Cells
    from cryptodrug_scraper.adjudication.judged import Judged
    from cryptodrug_scraper.adjudication.sample import Kind, Sample
    from cryptodrug_scraper.measures.estimators.weighted_rate import Rate
    from cryptodrug_scraper.words.wording import Words

__all__ = ["PaperTable", "agreement_table", "error_table"]

_WITH_REST: frozenset[Kind] = frozenset({"link", "goods", "exclusion"})
"""Kinds of which what is told not to be something can be it, too."""


@dataclass(frozen=True, slots=True)
class PaperTable:
    """
    A table.

    Attributes:
        title: what it shows, and of how many items.
        names: the columns.
        rows: the rows, as texts.
        notes: how its figures are made, and what they leave out.
    """

    title: str
    names: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]


def agreement_table(sample: Sample, found: list[Judged], words: Words) -> PaperTable:
    """
    Return how far both coders agreed, by kind.

    Args:
        sample: the sample.
        found: what came of each item.
        words: the language.
    """
    rows, undefined = [], False
    for kind, pairs in pairs_of(sample, found).items():
        of_kind = [each for item, each in zip(sample.items, found, strict=True) if item.kind == kind]
        if not of_kind:
            continue
        made = agreement(pairs)
        undefined |= made.kappa is None and made.items > 0
        kappa = (made.kappa, made.kappa_low, made.kappa_high)
        share = made.agreed / made.items if made.items else None
        rows.append(
            [
                words(f"adjudication.{kind}"),
                words.number(len(of_kind)),
                words.number(made.items),
                _shares(words, share, made.low, made.high),
                _between(words, *(None if each is None else words.decimal(each) for each in kappa)),
                words.number(sum(CANNOT_TELL in each.answers for each in of_kind)),
                words.number(sum(each.state == "open" for each in of_kind)),
            ]
        )
    notes = [words("adjudication.kappa_made"), *([words("adjudication.kappa_undefined")] if undefined else [])]
    if not any(row[2] != words.number(0) for row in rows):
        notes.append(words("adjudication.one_coder"))
    names = ("asked", "drawn", "both", "agreed", "kappa", "cannot_tell", "open")
    return PaperTable(words("adjudication.agreement"), [words(f"adjudication.{name}") for name in names], rows, notes)


def error_table(cells: Cells, words: Words) -> PaperTable:
    """
    Return how often the program errs, by kind, and by what it tells.

    Args:
        cells: items that were judged.
        words: the language.
    """
    rows = []
    for kind in KINDS:
        told = told_in(cells, kind)
        if not told:
            continue
        rows.append(
            [words(f"adjudication.{kind}"), "", _items(cells, kind, told, words), _rate(words, wrong(cells, kind)), ""]
        )
        for each in told if len(told) > 1 else ():
            of_rest = missed(cells, kind, {each}) if kind in _WITH_REST else None
            named = words.drug(each) if kind == "goods" else words(f"adjudication.told_{each.replace('.', '_')}")
            is_wrong = wrong(cells, kind, {each})
            rows.append(["", named, _items(cells, kind, [each], words), _rate(words, is_wrong), _rate(words, of_rest)])
    names = ("asked", "told", "judged", "wrong", "missed")
    notes = [words("adjudication.rates_made")] if rows else [words("adjudication.nothing")]
    return PaperTable(words("adjudication.errors"), [words(f"adjudication.{name}") for name in names], rows, notes)


def _items(cells: Cells, kind: str, told: Sequence[str], words: Words) -> str:
    return words.number(sum(each.items for (of, said, _), each in cells.items() if of == kind and said in told))


def _rate(words: Words, rate: Rate | None) -> str:
    return "" if rate is None else _shares(words, rate.share, rate.low, rate.high)


def _shares(words: Words, *ends: float | None) -> str:
    return _between(words, *(None if each is None else words.percent(each) for each in ends))


def _between(words: Words, value: str | None, low: str | None, high: str | None) -> str:
    if value is None or low is None or high is None:
        return words("adjudication.undefined")
    return words("adjudication.interval", value=value, low=low, high=high)
