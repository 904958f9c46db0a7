"""What a person sees of a subject now: the ground of a decision that is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import ARRAY, Uuid, bindparam, text

from cryptodrug_scraper.decisions.decision import Ground
from cryptodrug_scraper.decisions.records import stated_records
from cryptodrug_scraper.decisions.standing import key_of
from cryptodrug_scraper.decisions.subject import Class, Country, Field, HoldingPrice, Link, Subject
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.decisions.decision import Decision, Value

__all__ = ["ground_of"]

_FOUND_BEFORE = text(statement(__package__, "found_before")).bindparams(bindparam("decisions", type_=ARRAY(Uuid)))
_LINK = text(statement(__package__, "seen_link"))
_COUNTRY = text(statement(__package__, "seen_country"))
_HOLDING_PRICE = text(statement(__package__, "seen_holding_price"))
_CLASS = text(statement(__package__, "seen_class"))


def ground_of(connection: Connection, subject: Subject, value: Value | None, ledger: Mapping[UUID, Decision]) -> Ground:
    """
    Return what the database shows of a subject without any decision on it.

    Of a link the kinds of evidence, of a country the origins at the snapshots of its days, of a price its flags, of a
    class what its statements say, of a field its value and what its record is of.

    Args:
        connection: of the role that owns the database.
        subject: in the form in which it is kept.
        value: what is decided, whose columns are looked at.
        ledger: all decisions: what the current derivation found without an earlier one of the same subject counts.
    """
    if isinstance(subject, Field):
        return _of_field(connection, subject)
    if isinstance(subject, Class):
        row = connection.execute(_CLASS, _named(subject, "market", "listing_id", "title")).mappings().one()
        return Ground({name: row[name] or [] for name in sorted(value or {})})
    earlier = [known for known, each in ledger.items() if key_of(each.subject) == key_of(subject)]
    before = connection.execute(_FOUND_BEFORE, {"decisions": earlier}).scalars().first() if earlier else None
    if before is not None:
        return Ground(msgspec.json.decode(before))
    return Ground(dict(connection.execute(*_asked(subject)).mappings().one()))


def _asked(subject: Link | Country | HoldingPrice) -> tuple[Any, dict[str, Any]]:
    if isinstance(subject, Link):
        sides = {"a": subject.first, "b": subject.second}
        return _LINK, {
            f"{name}_{end}": getattr(side, name) for end, side in sides.items() for name in ("market", "vendor")
        }
    if isinstance(subject, Country):
        return _COUNTRY, _named(subject, "market", "vendor", "first_day", "last_day")
    names = _named(subject, "market", "listing_id", "currency", "first_day", "last_day")
    return _HOLDING_PRICE, names | {"price": float(subject.price)}


def _of_field(connection: Connection, subject: Field) -> Ground:
    def ask(sql: str, values: Mapping[str, object]) -> Iterable[Any]:
        return connection.execute(text(sql), values)

    for record in stated_records(ask, subject.market, [subject]).values():
        return Ground({subject.field: record.read(subject), "of": record.of}, record.parser_version)
    return Ground({})


def _named(subject: Subject, *names: str) -> dict[str, Any]:
    return {name: getattr(subject, name) for name in names}
