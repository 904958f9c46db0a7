"""What people judged of a sample, as a derivation takes it: counted by what the program tells of the items now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import polars as pl

from cryptodrug_scraper.adjudication.counts import counted
from cryptodrug_scraper.adjudication.judged import judged, newest_judged
from cryptodrug_scraper.adjudication.ledger import ANSWERS, SAMPLES, from_rows
from cryptodrug_scraper.adjudication.now import FIELDS, told_now
from cryptodrug_scraper.capture import content_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from adbc_driver_postgresql.dbapi import Connection

    from cryptodrug_scraper.adjudication.judged import Judged
    from cryptodrug_scraper.adjudication.sample import Sample

__all__ = ["LINKS", "JudgedSample", "error_counts", "judged_sample"]

LINKS = frozenset({"market_a", "vendor_a", "market_b", "vendor_b", "evidence", "decision"})
"""What `error_counts` needs of links between accounts."""
_COUNTS = pl.Schema(
    {
        **dict.fromkeys(("kind", "told", "truth"), pl.String()),
        "item_count": pl.Int64(),
        **dict.fromkeys(("weight", "weight_squares"), pl.Float64()),
    }
)


@dataclass(frozen=True, slots=True)
class JudgedSample:
    """
    The sample whose error rates a derivation takes: the newest of which anything is known for sure.

    Attributes:
        known: its identifier.
        sample: the sample.
        found: what came of each item.
    """

    known: UUID
    sample: Sample
    found: Sequence[Judged]

    def digest(self) -> str:
        """Return what is the same where the same items were judged to be the same."""
        answers = [each.answer if each.is_told else None for each in self.found]
        return str(content_id("adjudication", str(self.known), msgspec.json.encode(answers)))


def judged_sample(connection: Connection) -> JudgedSample | None:
    """
    Return the sample whose error rates count; None where none is known.

    Args:
        connection: a steady view of the database.
    """
    samples, answers = (pl.read_database(said, connection).iter_rows() for said in (SAMPLES, ANSWERS))
    ledger = from_rows(samples, answers)
    known = newest_judged(ledger)
    return None if known is None else JudgedSample(known, ledger.samples[known], judged(ledger, known))


def error_counts(taken: JudgedSample, observed: Connection, links: pl.DataFrame) -> pl.DataFrame:
    """
    Return rows of ``error_count``.

    Args:
        taken: what was judged.
        observed: a steady view of the database.
        links: those of the derivation, with the columns `LINKS`.
    """
    fields = {
        ordinal: said
        for known, ordinal, said in pl.read_database(FIELDS, observed).iter_rows()
        if known == str(taken.known)
    }
    pairs = {
        ((row[0], row[1]), (row[2], row[3])): row[4]
        for row in links.filter(pl.col("evidence") != "decision")
        .select("market_a", "vendor_a", "market_b", "vendor_b", "decision")
        .iter_rows()
    }
    cells = counted(taken.sample, taken.found, told_now(taken.sample, fields, pairs)).cells
    rows = [(*cell, each.items, each.weight, each.squares) for cell, each in sorted(cells.items())]
    return pl.DataFrame(rows, schema=_COUNTS, orient="row")
