"""Keep the findings of a derivation with it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, insert, select

from cryptodrug_scraper.store.models.derived import Finding
from cryptodrug_scraper.study.compute import findings

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study

__all__ = ["are_kept", "keep_findings"]


def are_kept(connection: Connection, run: UUID) -> bool:
    """
    Tell whether a derivation has its findings.

    They follow from it and from the parameters that name it, by functions of the schema research: a migration that
    changes what these give has to delete the findings. Those that do not say of which claim they are do not count.
    """
    kept = exists().where(Finding.derive_run == run, Finding.claim_id.is_not(None))
    with connection.begin():
        return connection.execute(select(kept)).scalar_one()


def keep_findings(connection: Connection, run: UUID, asked: Asked, study: Study) -> int:
    """
    Measure the findings that are asked for, and keep them with the current derivation.

    Args:
        connection: one that has no transaction open.
        run: the current derivation.
        asked: the country, the window, and how to count.
        study: what is judged.

    Returns:
        How many there are.

    Raises:
        StoreError: the database refuses a statement.
    """
    with connection.begin():
        rows = [
            {"derive_run": run, "ordinal": ordinal, **asdict(found)}
            for ordinal, found in enumerate(findings(connection, asked, study), start=1)
        ]
        connection.execute(delete(Finding).where(Finding.derive_run == run))
        connection.execute(insert(Finding), rows)
    return len(rows)
