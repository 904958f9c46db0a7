"""A decision: what a person says of a subject, with who, when and why, and what that person saw."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID  # noqa: TC003  # a field of a struct

import msgspec

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.decisions.subject import Kind, Subject  # noqa: TC001

__all__ = ["Decision", "Ground", "Value", "Verdict", "id_of", "plain", "shown"]

Verdict = Literal["accepted", "rejected", "corrected", "withdrawn"]
Value = dict[str, str | int | float | bool | list[Any] | None]
"""What is decided, by the name of the column or, as rows, of the table that it is for."""


class Ground(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    What the person saw.

    Attributes:
        seen: the values, by column; lists are sorted, and empty where nothing was there.
        parser_version: of the reading that gave them; None where they are of several readings, or derived.
    """

    seen: dict[str, Any]
    parser_version: str | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    A decision, or that an earlier one is withdrawn.

    Attributes:
        subject: what it is about.
        verdict: ``accepted`` (it is so), ``rejected`` (it is not so), ``corrected`` (it is otherwise, as ``value``
            says), or ``withdrawn`` (nothing is decided any longer).
        value: what holds, or, where it is rejected, what does not; None for links, prices and withdrawals.
        decided_by: the person. Personal data.
        decided_at: when (UTC).
        decided_why: the reason, in the person's words.
        ground: what the person saw; None for withdrawals.
        replaces: the decision of the same subject in whose place it stands, or that is withdrawn.
    """

    subject: Subject
    verdict: Verdict
    value: Value | None = None
    decided_by: str
    decided_at: datetime
    decided_why: str
    ground: Ground | None = None
    replaces: UUID | None = None

    @property
    def kind(self) -> Kind:
        """What kind of thing it decides."""
        return type(self.subject).__struct_config__.tag  # type: ignore[return-value]


def plain(value: object) -> Any:  # noqa: ANN401  # what JSON holds
    """Return a struct as what JSON holds: decimals as text, without zeros at the end."""
    found = msgspec.to_builtins(value, order="sorted")
    price = getattr(value, "price", None)
    return {**found, "price": format(price.normalize(), "f")} if isinstance(price, Decimal) else found


def shown(value: object) -> Any:  # noqa: ANN401  # what JSON holds
    """Return a value of a field in the one form in which it is compared: numbers as floats print them, times in UTC."""
    if isinstance(value, Decimal | float):
        return repr(float(value))
    return msgspec.to_builtins(value.astimezone(UTC) if isinstance(value, datetime) else value)


def id_of(decision: Decision) -> UUID:
    """Return the identifier of a decision, which is made of all that it says."""
    said = {**msgspec.to_builtins(decision, order="sorted"), "subject": plain(decision.subject)}
    return content_id("decision", msgspec.json.encode(said, order="sorted"))
