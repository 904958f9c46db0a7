"""What pages state, with the fields that people decided on: the observed tables stay as they are."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import polars as pl

from cryptodrug_scraper.decisions.check import correctable
from cryptodrug_scraper.decisions.decision import shown
from cryptodrug_scraper.decisions.subject import Class, Field
from cryptodrug_scraper.derive.observed import Observed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.decisions.decision import Decision
    from cryptodrug_scraper.derive.outcome import Outcome

__all__ = ["Corrected"]

_FRAMES = {"listings": "listing", "vendors": "vendor", "reviews": "review"}
_TABLES = {"listing": "listing_observation", "vendor": "vendor_observation", "review": "review_observation"}
_OF = {"listing": pl.col("listing_id"), "vendor": pl.col("vendor"), "review": pl.col("comment").bin.encode("hex")}
"""By kind of record, what tells that it is the same record: its place on the page may be another one's."""
_RENAMED = {"price_amount": "price"}
"""Columns that frames call otherwise than tables."""
_PRICE = "price_amount"
_ROW, _NEW = "row of the block", "what is decided"


class Corrected:
    """
    The frames of a market, as `Observed` gives them, with corrected fields.

    Args:
        observed: reads them.
        outcome: of the decisions on the market; notes what is found.
    """

    def __init__(self, observed: Observed, outcome: Outcome) -> None:
        self._observed, self._outcome = observed, outcome
        self._fields = {known: each for known, each in outcome.decisions.items() if isinstance(each.subject, Field)}
        self._classes = {known: each for known, each in outcome.decisions.items() if isinstance(each.subject, Class)}

    def observed(self) -> Observed:
        """What reads the corrected frames; the same as before where there is nothing to correct."""
        if not self._fields and not self._classes:
            return self._observed
        return Observed(self._observed.market, self._blocks)

    def _blocks(self, name: str) -> Iterator[pl.DataFrame]:
        if self._fields:
            _ = self._places  # a connection streams one answer at a time
        for block in self._observed.blocks(name):
            if name == "listings":
                self._note_classes(block)
            if name == "prices":
                yield self._without_corrected_prices(block)
            else:
                yield self._corrected(_FRAMES[name], block) if name in _FRAMES else block

    @cached_property
    def _places(self) -> pl.DataFrame:
        """Where the fields are: ``run, ordinal, record, known``; nothing of pages without a reading that counts."""
        asked = [
            (each.subject.capture_id.bytes, each.subject.ordinal, each.subject.record, each.subject.field, known.bytes)
            for known, each in self._fields.items()
            if isinstance(each.subject, Field)
        ]
        schema = {
            "capture_id": pl.Binary,
            "ordinal": pl.Int64,
            "record": pl.String,
            "field": pl.String,
            "known": pl.Binary,
        }
        found = [pages.select("capture_id", "run") for pages in self._observed.blocks("pages")]
        return pl.DataFrame(asked, schema=schema, orient="row").join(pl.concat(found), on="capture_id")

    def _corrected(self, record: str, block: pl.DataFrame) -> pl.DataFrame:
        places = self._places.filter(pl.col("record") == record) if self._fields else None
        if places is None or places.is_empty():
            return block
        number = pl.col("ordinal").cast(pl.Int64)
        met = block.select("run", number, _OF[record].alias("of")).with_row_index(_ROW)
        said: defaultdict[str, dict[int, Any]] = defaultdict(dict)
        for row, of, known in met.join(places, on=["run", "ordinal"]).select(_ROW, "of", "known").iter_rows():
            for column, value in self._at(block, row, of, UUID(bytes=known)):
                said[column][row] = value
        for column, values in said.items():
            new = pl.DataFrame(
                {_ROW: list(values), _NEW: list(values.values())},
                schema={_ROW: pl.UInt32, _NEW: block.schema[column]},
            )
            numbered = block.with_row_index(_ROW).join(new, on=_ROW, how="left", maintain_order="left")
            is_said = pl.col(_ROW).is_in(new[_ROW].implode())
            block = numbered.with_columns(pl.when(is_said).then(_NEW).otherwise(column).alias(column)).drop(_ROW, _NEW)
        return block

    def _at(self, block: pl.DataFrame, row: int, of: str | None, known: UUID) -> Iterator[tuple[str, Any]]:
        """The column that a decision changes in a row, and its value; nothing where it changes none."""
        decision = self._fields[known]
        subject = decision.subject
        if not isinstance(subject, Field) or decision.value is None or not _is_same_record(decision, of):
            return
        column = _RENAMED.get(subject.field, subject.field)
        read = block[column][row]
        read = read.to_list() if isinstance(read, pl.Series) else read
        found = shown(read)
        self._outcome.saw(known, {subject.field: found, "of": of})
        said = decision.value[subject.field]
        if decision.verdict == "rejected":
            if found != said:
                return
            said = None
        if found == said:
            return
        self._outcome.changed(known, _TABLES[subject.record], 1)
        yield column, _typed(said, subject)

    def _without_corrected_prices(self, block: pl.DataFrame) -> pl.DataFrame:
        """The same prices in other currencies, but for those beside a price that is corrected."""
        if not self._fields:
            return block
        corrected = self._places.filter((pl.col("record") == "listing") & (pl.col("field") == _PRICE))
        places = corrected.select("run", listing_ordinal=pl.col("ordinal").cast(block.schema["listing_ordinal"]))
        return block.join(places, on=["run", "listing_ordinal"], how="anti", maintain_order="left")

    @cached_property
    def _named(self) -> dict[str, dict[str, UUID]]:
        """The decisions on classes, by the column and the value that name what they are of."""
        named: dict[str, dict[str, UUID]] = {"listing_id": {}, "title": {}}
        for known, decision in self._classes.items():
            subject = decision.subject
            if isinstance(subject, Class):
                column = "title" if subject.listing_id is None else "listing_id"
                named[column][subject.title or str(subject.listing_id)] = known
        return named

    def _note_classes(self, block: pl.DataFrame) -> None:
        """Note what statements say of the classes that are decided."""
        for column, decisions in self._named.items():
            is_named = pl.col(column).is_in(pl.Series(list(decisions), dtype=pl.String).implode())
            for (value,), rows in block.filter(is_named).partition_by(column, as_dict=True).items():
                known = decisions[value]
                names = self._classes[known].value or {}
                self._outcome.saw(known, {name: set(rows[name].drop_nulls()) for name in names})
                self._outcome.meant[known] |= set(rows["listing_id"])


def _is_same_record(decision: Decision, of: str | None) -> bool:
    """Whether the record at the place is that which the person saw: another parser may count others before it."""
    seen = {} if decision.ground is None else decision.ground.seen
    return "of" not in seen or seen["of"] == of


def _typed(said: object, subject: Field) -> Any:  # noqa: ANN401  # a value of a column
    if said is None:
        return None
    found = msgspec.convert(said, correctable(subject.record)[subject.field].type, strict=False)
    return float(found) if isinstance(found, Decimal) else found
