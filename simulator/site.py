"""
The interface of a market's template: pages for requests, and the records expected of each.

Each market is a package that exports its template as ``TEMPLATE``, and its class. The packages are made of the same
modules, as far as their markets have what these are about:

=================  =====================================================================================================
``template``       the class that answers requests, and nothing else
``addresses``      what a path asks for, and the paths of pages; ``hosts``: the hosts that are printed
``requests``       every page with content, as a thorough crawler would ask for them
``frame``          what all pages of a snapshot share for one viewer; ``Frames`` keeps those used last
``shell``          the markup around the content, where the frame does not hold it itself
``lists``          lists of cards; ``cards``, ``home``, ``pager`` where these are modules of their own
``listing``        the pages of a listing
``vendor``         the pages of a vendor; ``badges`` behind a vendor's name
``reviews``        which reviews a page shows and how, where several pages show them
``walls``          pages in place of content
``categories``     the tree of categories, and where each product is filed in it
``place_names``    places in the market's words (where vendors live and send to is `simulator.economy.places`)
``amounts``        money as the market prints it; ``dates``: days, instants and ages
``markup``         texts that people typed, as they stand in a page and as they are read there
``expected``       what is written down of each page: see `Expected`. Its parts are ``expected_listing``,
                   ``expected_vendor`` and so on, and ``expected_values`` for the forms of values
=================  =====================================================================================================

A module beyond these is about something that only one market has, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from simulator.state import Snapshot

__all__ = ["Expected", "Page", "Request", "Template", "Viewer"]


@dataclass(frozen=True, slots=True)
class Request:
    """A request of a browser: path and query, and the fields of a form if it posts one."""

    path: str
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Viewer:
    """
    The account that views a page: the settings that change the page.

    Attributes:
        name: name of the account.
        currency: display currency.
        language: interface language (Wall Street Market: en, de, fr, es, it, pt).
        layout: ``A`` or ``B`` (Wall Street Market).
        cards: cards on a list page (Wall Street Market: 15 or 90).
    """

    name: str = "observer"
    currency: str = "USD"
    language: str = "en"
    layout: Literal["A", "B"] = "A"
    cards: int = 15


@dataclass(frozen=True, slots=True)
class Page:
    """A response: kind of page (as `cryptodrug parse` names them), HTTP status, content type and bytes."""

    kind: str
    body: bytes = field(repr=False)
    content_type: str = "text/html; charset=utf-8"
    status: int = 200


@dataclass(frozen=True, slots=True)
class Expected:
    """
    What is expected to be read of a page: kind, records and issue codes, as `cryptodrug parse` should print them.

    It is worked out from the states that the page is made of and not from the page.

    Records are plain objects of the JSON form that is documented in docs/records.md: a field that is not shown is
    absent, one shown empty is None. Of what a text rules out (``excluded_in_text``) they have the codes alone, sorted:
    where the words stand is the parser's to find.
    """

    kind: str
    records: list[dict[str, Any]]
    issues: list[str] = field(default_factory=list)


class Template(Protocol):
    """The pages of one market."""

    name: str
    cookie: str
    """Name of the session cookie."""

    def requests(self, snapshot: Snapshot, viewer: Viewer) -> Iterator[tuple[str, Request]]:
        """Every content page that the market has at the instant, as (kind, request), lists before what they list."""

    def page(self, snapshot: Snapshot, request: Request, viewer: Viewer) -> Page:
        """
        Answer a request of somebody who is logged in. What does not exist (any more) gives the market's own page for
        that, never an exception.
        """

    def expected(self, snapshot: Snapshot, request: Request, viewer: Viewer) -> Expected:
        """Return the records expected of that page, worked out from the states and not from the page."""

    def wall(self, kind: str, snapshot: Snapshot) -> Page:
        """Return a page in place of content: ``login``, ``captcha``, ``session_lost``, ``maintenance`` or ``error``."""
