"""A page that a crawl plans to fetch, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from simulator.site import Request

__all__ = ["UNSAVED", "Outcome", "Visit"]

Outcome = Literal["page", "unreached", "missing", "stopped", "bad_gateway", "truncated", "wall", "session_lost"]
"""
The outcome of a visit: the page; not requested, as not all are; of a product that is left out; not requested, as the
crawl had stopped; or another answer in place of the page.
"""
UNSAVED: tuple[Outcome, ...] = ("unreached", "missing", "stopped")
"""Outcomes of which nothing is kept."""


class Visit(NamedTuple):
    """
    A page that is planned.

    Attributes:
        number: place in the plan.
        kind: of page, as the template names it.
        request: the request for the page.
        at: when, seconds since 1970.
        outcome: the outcome of the request.
        draw: 32 bits for the details of it.
        copied: the instant of the older copy that is kept in place of the page; None keeps that of ``at``.
        mirror: 0, or the number of another of the market's mirrors, from which it is kept once more.
        place: how many pages before it in the plan have its address and are kept.
    """

    number: int
    kind: str
    request: Request
    at: int
    outcome: Outcome
    draw: int
    copied: int | None = None
    mirror: int = 0
    place: int = 0
