"""
The ledger of what was published: what is published next must not tell, together with it, of few vendors.

A publication is in the ledger before anybody can have it. A copy that another database made is in that one's ledger,
and not in this one's.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.disclosure.before import Before
from cryptodrug_scraper.disclosure.packed import Unpacking, packed
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.locks import Lock, take
from cryptodrug_scraper.store.models.publication import Publication
from cryptodrug_scraper.store.refusal import reason_of
from cryptodrug_scraper.study.asked import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.before import Shown
    from cryptodrug_scraper.study.claims import Study

__all__ = ["Entry", "Scope", "before_of", "entries", "hold", "keep", "never_released", "same_shown", "scope_of"]

_ASKED = ("country", "first_day", "last_day", "definition", "attribution")
_COLUMNS = [column for column in Publication.__table__.columns if column.name != "shown"]
_COUNTED = text(
    "SELECT publication_id, shown FROM research.publication WHERE unreleased_at IS NULL "
    "ORDER BY published_at, publication_id"
)
_RUN = text("SELECT derive_run FROM research.derivation WHERE is_current")
_SAME = text(
    "SELECT p.publication_id FROM research.publication p WHERE p.unreleased_at IS NULL AND p.derivation = :derivation "
    "AND p.country = :country AND p.first_day = :first_day AND p.last_day = :last_day AND p.definition = :definition "
    "AND p.attribution = :attribution AND p.study_digest = :study_digest ORDER BY p.published_at, p.publication_id"
)
_HAS_RUN = text("SELECT count(*) FROM derived.derive_run WHERE derive_run = :run AND is_current")


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A publication; attributes are the columns of table ``publication``.

    Attributes:
        asked: its country, window, definition and attribution.
    """

    publication_id: UUID
    published_at: datetime
    kind: str
    name: str
    asked: Asked
    study_id: str
    study_digest: str
    markets: tuple[str, ...]
    derivation: UUID
    digest: str
    unreleased_at: datetime | None
    unreleased_why: str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """
    What a publication is about, and of which data: two that agree in it withhold the same.

    Attributes:
        asked: country, window, definition and attribution.
        study_id: id of the study whose claims are published.
        study_digest: of that study.
        derivation: the current one.
    """

    asked: Asked
    study_id: str
    study_digest: str
    derivation: UUID


def scope_of(connection: Connection, asked: Asked, study: Study) -> Scope:
    """
    Return what a publication of the current derivation would be about.

    Raises:
        StoreError: nothing was derived.
    """
    run = connection.execute(_RUN).scalar_one_or_none()
    if run is None:
        msg = "nothing was derived yet: run cryptodrug derive"
        raise StoreError(msg)
    digest = hashlib.sha256(msgspec.json.encode(study, order="deterministic")).hexdigest()
    return Scope(asked, study.id, digest, run)


def before_of(connection: Connection) -> dict[str, Before]:
    """Return what was published before, by market, of all publications that count."""
    found: dict[str, dict[UUID, Shown]] = {}
    unpacked = Unpacking()
    for publication, said in connection.execute(_COUNTED):
        for market, shown in unpacked(bytes(said)).items():
            found.setdefault(market, {})[publication] = shown
    return {market: Before(market, shown) for market, shown in found.items()}


def same_shown(connection: Connection, scope: Scope, before: Mapping[str, Before]) -> dict[str, Shown]:
    """
    Return what the first publication of the same scope shows of each market, as far as there is one.

    Args:
        connection: to the database.
        scope: which.
        before: what `before_of` returned.
    """
    values = {**_asked(scope.asked), "derivation": scope.derivation, "study_digest": scope.study_digest}
    found: dict[str, Shown] = {}
    for publication in connection.execute(_SAME, values).scalars():
        for market, known in before.items():
            if publication in known.shown:
                found.setdefault(market, known.shown[publication])
    return found


def _asked(asked: Asked) -> dict[str, object]:
    return {name: getattr(asked, name) for name in _ASKED}


def hold(connection: Connection) -> None:
    """Wait until no other publication is being made; until the transaction ends, none is."""
    take(connection, Lock.PUBLISH)


def keep(connection: Connection, kind: str, name: str, scope: Scope, shown: Mapping[str, Shown], digest: str) -> UUID:
    """
    Write a publication into the ledger, in the connection's transaction.

    Args:
        connection: of the role that owns the database.
        kind: ``package`` or ``report``.
        name: of its folder or file.
        scope: what it is about.
        shown: what it shows of each market, with marks in place of names.
        digest: SHA-256 of it, hexadecimal.

    Returns:
        Its identifier.

    Raises:
        StoreError: it cannot be written, so nothing may be published; or the derivation is not the current one here.
    """
    known = uuid4()
    row = {
        "publication_id": known,
        "published_at": datetime.now(UTC),
        "kind": kind,
        "name": name,
        **_asked(scope.asked),
        "study_id": scope.study_id,
        "study_digest": scope.study_digest,
        "markets": sorted(shown),
        "derivation": scope.derivation,
        "digest": digest,
        "shown": packed(shown),
    }
    try:
        if not connection.execute(_HAS_RUN, {"run": scope.derivation}).scalar_one():
            msg = (
                "what is published was derived in another database than the one that keeps the ledger, or another "
                "derivation was made meanwhile: publish it again, with both addresses of one database"
            )
            raise StoreError(msg)
        connection.execute(insert(Publication), [row])
    except DBAPIError as error:
        msg = f"the ledger of publications cannot be written, so nothing was published: {reason_of(error)}"
        raise StoreError(msg) from error
    return known


def entries(connection: Connection) -> list[Entry]:
    """Return all publications, the oldest first."""
    query = select(*_COLUMNS).order_by(Publication.published_at, Publication.publication_id)
    return [_entry(dict(row)) for row in connection.execute(query).mappings()]


def never_released(connection: Connection, publication: UUID, why: str) -> Entry:
    """
    Note that nobody was given a publication, so that it counts no longer; in the connection's transaction.

    Args:
        connection: of the role that owns the database.
        publication: which.
        why: the reason, for who reads the ledger later.

    Raises:
        StoreError: there is none with this identifier, or it is noted already.
    """
    change = (
        update(Publication)
        .where(Publication.publication_id == publication, Publication.unreleased_at.is_(None))
        .values(unreleased_at=datetime.now(UTC), unreleased_why=why)
        .returning(*_COLUMNS)
    )
    row = connection.execute(change).mappings().one_or_none()
    if row is None:
        msg = f"no publication {publication} that counts: see cryptodrug export ledger"
        raise StoreError(msg)
    return _entry(dict(row))


def _entry(row: dict[str, Any]) -> Entry:
    asked = Asked(*(row.pop(name) for name in _ASKED))
    return Entry(asked=asked, markets=tuple(row.pop("markets")), **row)
