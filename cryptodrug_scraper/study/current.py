"""What the findings of the current derivation are about, where nothing else is asked for."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import text

from cryptodrug_scraper.derive.parameters import Findings
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.installed import study_named

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from cryptodrug_scraper.study.claims import Study

__all__ = ["asked_for", "current_asked", "current_study", "data_window"]

_CURRENT = text("SELECT d.parameters -> 'findings' FROM research.derivation d WHERE d.is_current")
_WINDOW = text(
    "SELECT coalesce(min(s.first_at) FILTER (WHERE s.grade <> 'partial'), min(s.first_at)) AT TIME ZONE 'UTC', "
    "coalesce(max(s.first_at) FILTER (WHERE s.grade <> 'partial'), max(s.first_at)) AT TIME ZONE 'UTC' "
    "FROM research.snapshot s"
)


def data_window(connection: Connection) -> tuple[date, date] | None:
    """
    Return what the data hold: from the first day of the first month with a snapshot that counts, which is not partial,
    to the last day of the last; of all snapshots where none counts, and None where there is none.
    """
    first, last = connection.execute(_WINDOW).one()
    if first is None:
        return None
    until = monthrange(last.year, last.month)[1]
    return first.date().replace(day=1), last.date().replace(day=until)


def current_study(connection: Connection) -> Study:
    """
    Return the study whose findings are kept with the current derivation.

    Raises:
        StoreError: there is no derivation.
        ConfigurationError: its parameters name no study.
    """
    return study_named(_kept(connection).study)


def asked_for(
    connection: Connection,
    parameters: Findings,
    study: Study,
    *,
    country: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    definition: str | None = None,
    attribution: str | None = None,
) -> Asked:
    """
    Return what parameters ask for, with some of it changed. What neither gives is the country of the study, and the
    window that the data hold.

    Args:
        connection: of the database.
        parameters: of a derivation.
        study: whose country it is. The country of the parameters is that of the study that they name.
        country: another country.
        first_day: another first day.
        last_day: another last day.
        definition: another definition.
        attribution: another attribution.

    Raises:
        ConfigurationError: what results is no country or no window.
    """
    held = data_window(connection) or (study.first_day, study.last_day)
    usual = parameters.country if study.id == parameters.study else None
    first, last = first_day or parameters.first_day, last_day or parameters.last_day
    return Asked(
        country or usual or study.country,
        first or (held[0] if last is None else min(held[0], last)),
        last or (held[1] if first is None else max(held[1], first)),
        definition or parameters.definition,
        attribution or parameters.attribution,
    )


def current_asked(
    connection: Connection,
    study: Study | None = None,
    *,
    country: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    definition: str | None = None,
    attribution: str | None = None,
) -> Asked:
    """
    Return what the parameters of the current derivation ask for, with some of it changed, as `asked_for` does.

    Raises:
        StoreError: there is no derivation.
        ConfigurationError: what results is no country or no window.
    """
    kept = _kept(connection)
    return asked_for(
        connection,
        kept,
        study or study_named(kept.study),
        country=country,
        first_day=first_day,
        last_day=last_day,
        definition=definition,
        attribution=attribution,
    )


def _kept(connection: Connection) -> Findings:
    kept = connection.execute(_CURRENT).scalar_one_or_none()
    if kept is None:
        msg = "nothing was derived yet: run cryptodrug derive"
        raise StoreError(msg)
    return msgspec.convert(kept, Findings)
