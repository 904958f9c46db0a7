"""Decisions made by hand, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cryptodrug_scraper.decisions.check import checked
from cryptodrug_scraper.decisions.decision import Decision, Ground, id_of
from cryptodrug_scraper.decisions.subject import Account, Class, Country, Field, HoldingPrice, Link

if TYPE_CHECKING:
    from cryptodrug_scraper.decisions.subject import Subject

AT = datetime(2026, 11, 29, 10, tzinfo=UTC)
COUNTRY = Country(market="dream", vendor="AmberAcorn12", first_day=date(2019, 5, 1))
PRICE = HoldingPrice(market="empire", listing_id="10530", price=Decimal("4500.00"), currency="USD")
CLASS = Class(market="empire", listing_id="10606")
FIELD = Field(market="empire", capture_id=UUID(int=5), record="listing", ordinal=3, field="price_amount")


def link(one: str, other: str) -> Link:
    return Link(first=Account(*one.split("/", 1)), second=Account(*other.split("/", 1)))


def unchecked(subject: Subject, verdict: Any = "accepted", value: Any = None, **more: Any) -> Decision:
    said: dict[str, Any] = {"decided_by": "E. Peeters", "decided_at": AT, "decided_why": "seen", "ground": Ground({})}
    return Decision(subject=subject, verdict=verdict, value=value, **said | more)


def decided(*decisions: Decision) -> dict[UUID, Decision]:
    found = [checked(each) for each in decisions]
    return {id_of(each): each for each in found}
