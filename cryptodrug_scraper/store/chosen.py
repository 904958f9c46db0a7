"""Select the captures that a user means, and the places of their bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.models import Base

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

__all__ = ["Chosen", "capture_condition", "origin_condition"]

_TABLES = Base.metadata.tables
_CAPTURE, _ORIGIN, _RUN = _TABLES["capture"], _TABLES["capture_origin"], _TABLES["parse_run"]
_SUPERSEDED = _TABLES["superseded_run"]
_HEX = re.compile(r"[0-9a-f]{8,32}\Z")
_DIGITS = 32
_ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class Chosen:
    """
    A selection of captures: those to which every condition given applies.

    Attributes:
        captures: identifiers of captures, or the first eight or more digits of them; any of them.
        paths: patterns of the paths of origins, any of them: ``*`` stands for anything, slashes too, ``?`` for one
            character.
        crawl: the crawl that fetched it.
        market: the market whose page the shown reading found.
        of_no_market: the shown reading found a page of no known market.
        kind: the kind of page that the shown reading found.
    """

    captures: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    crawl: UUID | None = None
    market: str | None = None
    of_no_market: bool = False
    kind: str | None = None

    @property
    def names_places(self) -> bool:
        """Whether the selection may mean some places of a capture, and not others."""
        return bool(self.paths) or self.crawl is not None

    @property
    def says_nothing(self) -> bool:
        """Whether no condition is given, so that the selection would mean every capture."""
        return self == Chosen()


def origin_condition(chosen: Chosen) -> ColumnElement[bool]:
    """Return the condition on rows of ``capture_origin``, as far as the selection is by place."""
    conditions: list[ColumnElement[bool]] = [true()]
    if chosen.paths:
        conditions.append(or_(*(_ORIGIN.c.path.like(_like(path), escape=_ESCAPE) for path in chosen.paths)))
    if chosen.crawl is not None:
        conditions.append(_ORIGIN.c.crawl_id == chosen.crawl)
    return and_(*conditions)


def capture_condition(connection: Connection, chosen: Chosen) -> Callable[[ColumnElement[Any]], ColumnElement[bool]]:
    """
    Return the condition on the ``capture_id`` of the captures that are meant.

    Raises:
        StoreError: no capture, or several captures, begin with an identifier.
    """
    spans = [_span(connection, given) for given in chosen.captures]
    reading: list[ColumnElement[bool]] = []
    if chosen.market is not None:
        reading.append(_RUN.c.market == chosen.market)
    if chosen.of_no_market:
        reading.append(_RUN.c.market.is_(None))
    if chosen.kind is not None:
        reading.append(_RUN.c.kind == chosen.kind)

    def condition(capture_id: ColumnElement[Any]) -> ColumnElement[bool]:
        conditions: list[ColumnElement[bool]] = [true()]
        if spans:
            conditions.append(or_(*(capture_id.between(low, high) for low, high in spans)))
        if reading:
            older = exists().where(_SUPERSEDED.c.parse_run_id == _RUN.c.parse_run_id)
            conditions.append(exists().where(_RUN.c.capture_id == capture_id, ~older, *reading))
        return and_(*conditions)

    return condition


def _span(connection: Connection, given: str) -> tuple[UUID, UUID]:
    digits = given.strip().lower().replace("-", "")
    if _HEX.match(digits) is None:
        msg = f"{given!r} is no identifier of a capture: give at least 8 of its hexadecimal digits"
        raise StoreError(msg)
    low, high = UUID(digits.ljust(_DIGITS, "0")), UUID(digits.ljust(_DIGITS, "f"))
    found = select(func.count(_CAPTURE.c.capture_id.distinct())).where(_CAPTURE.c.capture_id.between(low, high))
    if connection.execute(found).scalar_one() > 1:
        msg = f"several captures have identifiers that begin with {given}: give more digits"
        raise StoreError(msg)
    return low, high


def _like(pattern: str) -> str:
    """Turn a pattern with ``*`` and ``?`` into an SQL pattern."""
    escaped = re.sub(r"[\\%_]", lambda match: _ESCAPE + match[0], pattern)
    return escaped.replace("*", "%").replace("?", "_")
