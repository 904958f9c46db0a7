"""The web application: its parts put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask, render_template, request
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from cryptodrug_scraper import __version__
from cryptodrug_scraper.errors import CryptodrugError
from cryptodrug_scraper.explore.asked_apart import LeftError
from cryptodrug_scraper.explore.called import link_words
from cryptodrug_scraper.explore.door import door
from cryptodrug_scraper.explore.guard import FORM_KEY, MOST_SENT, Key, named, refuse_others, refuse_strangers
from cryptodrug_scraper.explore.pages import (
    asking,
    compare,
    derivations,
    figures,
    history,
    overview,
    page,
    record,
    search,
    seller,
)
from cryptodrug_scraper.explore.readable import refuse_unreadable
from cryptodrug_scraper.explore.shown import brief, link_of, shown
from cryptodrug_scraper.explore.sources import BusyError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cryptodrug_scraper.explore.invitations import Invitations
    from cryptodrug_scraper.explore.sources import Sources
    from cryptodrug_scraper.explore.writing import Writing

__all__ = ["application"]

_SAID = {
    400: "This address cannot be read: it has characters that no address here has. Go back, and follow a link.",
    403: (
        "This browser was not let in here, or its address was used before or is too old: each works once. Press Enter "
        "in the terminal where cryptodrug runs, or start it again, and open the address that it prints. What a form "
        "sent was not taken."
    ),
    404: "There is no such page here.",
    405: "Nothing can be changed here.",
    413: "This is more than can be sent here: a form has no more than 64 KiB, and any other request has no body.",
    415: "Only a form of these pages can be sent here.",
    421: "This is served on 127.0.0.1 and localhost only.",
    500: "This page broke, and that is a fault of the program: its terminal says where. Other pages are as they were.",
}
_BEFORE_THE_PAGES = frozenset({403, 405, 413, 415, 421})
"""Of requests that see nothing: not even the path below which the pages lie."""
_PARTS = (overview, search, seller, history, record, page, compare, figures, derivations, asking)
_PLACES = (
    ("/", "Overview"),
    ("/search", "Search"),
    ("/figures/market_month", "Markets by month"),
    ("/figures/country_share", "Country share"),
    ("/figures/rated_sales", "Ratings to sales"),
    ("/figures/transaction", "Sales"),
    ("/figures/distinct_review", "Ratings"),
    ("/figures/listing_month", "Listings"),
    ("/figures/capture_time", "Moved pages"),
    ("/figures/finding", "Findings"),
    ("/derivations", "Derivations"),
    ("/ask", "Ask in SQL"),
)
"""Where every page leads, with the words of the link."""


def application(
    sources: Sources,
    port: int,
    invitations: Invitations,
    *,
    path: str = "/",
    key: Key | None = None,
    writing: Writing | None = None,
) -> Flask:
    """
    Make the application.

    Args:
        sources: what its pages are made of.
        port: the port of loopback that it will answer on.
        invitations: which tokens let a browser in.
        path: the page that a browser sees first.
        key: what a browser has that was let in; None for a new one.
        writing: the pages with forms that write, and as whom; None where nothing can be written.
    """
    key = key or Key()
    made = Flask("cryptodrug_scraper.explore")
    made.config["SOURCES"] = sources
    refuse_others(made, port, takes_forms=writing is not None)
    refuse_strangers(made, port, key)
    refuse_unreadable(made)
    parts = () if writing is not None and writing.is_alone else _PARTS
    for part in parts:
        made.register_blueprint(part.BLUEPRINT)
    if writing is not None:
        made.config["WRITING"] = writing
        made.config["MAX_FORM_MEMORY_SIZE"] = MOST_SENT
        made.register_blueprint(writing.pages)
    made.jinja_env.filters.update(shown=shown, brief=brief, capitalize_first=_capitalized)
    made.jinja_env.globals.update(
        at=_at,
        link_of=_link_of,
        link_words=link_words,
        version=__version__,
        derivation=sources.derivation,
        simulated=sources.simulated,
        places=(*(_PLACES if parts else ()), *(() if writing is None else (writing.place,))),
        has_search=bool(parts),
        writing=writing,
        form_key=(FORM_KEY, key.token),
    )
    before = door(port, key, invitations, path)
    _say_errors(before, _SAID)
    _say_errors(made, _BEFORE_THE_PAGES)

    @made.errorhandler(CryptodrugError)
    def refused(error: CryptodrugError) -> tuple[str, int]:
        return _failed(str(error)), 404

    @made.errorhandler(BusyError)
    def busy(error: BusyError) -> tuple[str, int]:
        return _failed(str(error)), 503

    @made.errorhandler(LeftError)
    def left(_error: LeftError) -> tuple[str, int]:
        return "", 503  # which nobody reads

    both = DispatcherMiddleware(before.wsgi_app, {key.root: made.wsgi_app})
    made.wsgi_app = named(both, port)  # type: ignore[method-assign,assignment]
    return made


def _at(path: str) -> str:
    """The address of a page below the secret path."""
    return request.script_root + path


def _capitalized(said: str) -> str:
    return said[:1].upper() + said[1:]


def _link_of(row: Mapping[str, Any], column: str) -> str | None:
    path = link_of(row, column)
    return None if path is None else _at(path)


def _say_errors(part: Flask, plainly: Collection[int]) -> None:
    """Answer a wrong request with what is wrong; some on a page that has no links to others."""
    for code, said in _SAID.items():
        page = _plain if code in plainly else _failed
        part.register_error_handler(code, lambda _error, code=code, said=said, page=page: (page(said), code))


def _plain(said: str) -> str:
    return render_template("refused.html", said=said)


def _failed(said: str) -> str:
    return render_template("failed.html", said=said)
