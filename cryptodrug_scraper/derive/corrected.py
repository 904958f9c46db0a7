"""What pages state, with the fields that people decided on: the observed tables stay as they are."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.decisions.subject import Class, Field
from cryptodrug_scraper.derive.amended import PARTS, amended
from cryptodrug_scraper.derive.observed import Observed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from cryptodrug_scraper.decisions.decision import Decision
    from cryptodrug_scraper.decisions.records import StatedRecord
    from cryptodrug_scraper.decisions.subject import Record
    from cryptodrug_scraper.derive.amended import Amended
    from cryptodrug_scraper.derive.outcome import Outcome

__all__ = ["Corrected"]

_FRAMES: Mapping[str, Record] = {"listings": "listing", "vendors": "vendor", "reviews": "review"}
_TABLES = {"listing": "listing_observation", "vendor": "vendor_observation", "review": "review_observation"}
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
        self._fields = {
            known: each.subject for known, each in outcome.decisions.items() if isinstance(each.subject, Field)
        }
        self._classes = {known: each for known, each in outcome.decisions.items() if isinstance(each.subject, Class)}

    def observed(self) -> Observed:
        """What reads the corrected frames; the same as before where there is nothing to correct."""
        if not self._fields and not self._classes:
            return self._observed
        return Observed(self._observed.market, self._blocks)

    def _blocks(self, name: str) -> Iterator[pl.DataFrame]:
        _ = self._amended  # a connection streams one answer at a time
        block = pl.DataFrame()
        for block in self._observed.blocks(name):
            if name == "listings":
                self._note_classes(block)
            if name in _FRAMES:
                yield self._corrected(_FRAMES[name], block)
            else:
                yield self._without_replaced(name, block) if name in PARTS else block
        if name in PARTS:
            yield self._replacing(name, block.schema)
        if name == "texts":
            yield pl.DataFrame(list(self._texts().items()), schema=block.schema, orient="row")

    @cached_property
    def _amended(self) -> dict[Record, dict[tuple[bytes, int], tuple[StatedRecord, Amended]]]:
        """The records of which something is otherwise, by kind, reading and place."""
        found: dict[Record, dict[tuple[bytes, int], tuple[StatedRecord, Amended]]] = {}
        stated = self._observed.records(list(self._fields.values()))
        decided: defaultdict[tuple[Record, UUID, int], dict[str, Any]] = defaultdict(dict)
        for known, subject in self._fields.items():
            place = subject.record, subject.capture_id, subject.ordinal
            if place in stated:
                decided[place].update(self._decided(known, subject, stated[place]))
        for (record, capture, ordinal), values in decided.items():
            if values:
                of = stated[record, capture, ordinal]
                made = amended(record, self._observed.market, of, values)
                found.setdefault(record, {})[of.run.bytes, ordinal] = of, made
        return found

    def _decided(self, known: UUID, subject: Field, stated: StatedRecord) -> dict[str, Any]:
        """The value that a decision gives a field of a record; nothing where it changes none."""
        decision = self._outcome.decisions[known]
        if decision.value is None or not _is_same_record(decision, stated.of):
            return {}
        found, said = stated.read(subject), decision.value[subject.field]
        self._outcome.saw(known, {subject.field: found, "of": stated.of})
        if decision.verdict == "rejected":
            if found != said:
                return {}
            said = None
        if found == said:
            return {}
        self._outcome.changed(known, _TABLES[subject.record], 1)
        return {subject.field: said}

    def _corrected(self, record: Record, block: pl.DataFrame) -> pl.DataFrame:
        places = self._amended.get(record, {})
        if not places or block.is_empty():
            return block
        new = self._places(places, block.schema, "ordinal")
        rows = block.select("run", "ordinal").with_row_index(_ROW).join(new, on=["run", "ordinal"])
        said: defaultdict[str, dict[int, Any]] = defaultdict(dict)
        for row, run, ordinal in rows.select(_ROW, "run", "ordinal").iter_rows():
            for column, value in places[run, ordinal][1].cells.items():
                if column in block.columns:
                    said[column][row] = value
        for column, values in said.items():
            cells = pl.DataFrame(
                {_ROW: list(values), _NEW: list(values.values())},
                schema={_ROW: pl.UInt32, _NEW: block.schema[column]},
            )
            numbered = block.with_row_index(_ROW).join(cells, on=_ROW, how="left", maintain_order="left")
            is_said = pl.col(_ROW).is_in(cells[_ROW].implode())
            block = numbered.with_columns(pl.when(is_said).then(_NEW).otherwise(column).alias(column)).drop(_ROW, _NEW)
        return block

    @staticmethod
    def _places(places: Iterable[tuple[bytes, int]], schema: pl.Schema, ordinal: str) -> pl.DataFrame:
        columns = {"run": schema["run"], ordinal: schema[ordinal]}
        return pl.DataFrame(list(places), schema=columns, orient="row")

    def _without_replaced(self, name: str, block: pl.DataFrame) -> pl.DataFrame:
        """Rows of lists, but for those of lists that are decided, and for other prices beside one that is."""
        _, record, ordinal = PARTS[name]
        gone = [
            place
            for place, (_, made) in self._amended.get(record, {}).items()
            if name in made.rows or (name == "prices" and made.is_priced)
        ]
        if not gone:
            return block
        places = self._places(gone, block.schema, ordinal)
        return block.join(places, on=["run", ordinal], how="anti", maintain_order="left")

    def _replacing(self, name: str, schema: pl.Schema) -> pl.DataFrame:
        """The rows of lists that are decided."""
        _, record, ordinal = PARTS[name]
        rows = [
            {"run": run, ordinal: place, "ordinal": number, "vendor": of.said.get("vendor"), **row}
            for (run, place), (of, made) in self._amended.get(record, {}).items()
            for number, row in enumerate(made.rows.get(name, ()))
        ]
        return pl.DataFrame([{column: row[column] for column in schema} for row in rows], schema=schema)

    def _texts(self) -> dict[bytes, str]:
        found = {}
        for places in self._amended.values():
            for _, made in places.values():
                found.update(made.texts)
        return found

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
