"""The verdicts of findings where some markets have other derived tables, as a database would tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID, uuid4

from cryptodrug_scraper.derive.connection import columns_of
from cryptodrug_scraper.derive.parts import Part, make
from cryptodrug_scraper.derive.runs import make_current, register, remove
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.current import asked_for
from cryptodrug_scraper.study.installed import study_named
from cryptodrug_scraper.study.run import derive

if TYPE_CHECKING:
    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.store.database import Database
    from tests.campaigns.worst.world import Tables

__all__ = ["Verdicts"]

Told: TypeAlias = "dict[tuple[str, str, str], str]"
"""The verdict by finding, market and measure."""
_RUN_PARTS = (
    "SELECT coalesce(p.market, p.step), p.part_id FROM derived.run_part r JOIN derived.part p USING (part_id) "
    "WHERE r.derive_run = %(run)s"
)


@dataclass(frozen=True)
class Verdicts:
    """
    A derived database, and what its findings say.

    Attributes:
        database: where other tables are put for as long as they are asked; nobody else may use it.
        parameters: by which it was derived.
        run: its derivation.
        parts: what that is made of, by market, or ``rates`` and ``across``.
        told: its verdicts.
    """

    database: Database
    parameters: Parameters
    run: UUID
    parts: dict[str, UUID]
    told: Told

    @classmethod
    def of(cls, database: Database, parameters: Parameters) -> Verdicts:
        """Derive a database, and ask for its findings."""
        run = derive(database, parameters).derive_run
        with database.engine.connect() as connection:
            found = connection.exec_driver_sql(_RUN_PARTS, {"run": run})
            parts = {str(name): part for name, part in found}
        return cls(database, parameters, run, parts, _told(database, parameters))

    def changed(self, tables: dict[str, Tables]) -> tuple[int, int]:
        """
        How many verdicts differ, and how many are the contrary, where some parts have other tables.

        Args:
            tables: of each part that has others, by its name.
        """
        parts = dict(self.parts)
        with columns_of(self.database) as written:
            for name, found in tables.items():
                step, market = ("across", None) if name == "across" else ("market", name)
                part = Part.of(step, market, uuid4().hex)
                make(written, part, lambda found=found: found)  # type: ignore[misc]
                parts[name] = part.part_id
        other = uuid4()
        with self.database.engine.connect() as connection:
            began = datetime.now(UTC)
            register(connection, other, [*parts.values()], "worst", self.parameters.as_json(), began)
            now = _told(self.database, self.parameters)
            make_current(connection, self.run)
            remove(connection, other)
        pairs = [(was, now[key]) for key, was in self.told.items() if was != now[key]]
        return len(pairs), sum("cannot_tell" not in pair for pair in pairs)


def _told(database: Database, parameters: Parameters) -> Told:
    with database.engine.connect() as connection:
        study = study_named(parameters.findings.study)
        rows = findings(connection, asked_for(connection, parameters.findings, study), study)
        return {(row.finding, row.market, row.measure): row.verdict for row in rows}
