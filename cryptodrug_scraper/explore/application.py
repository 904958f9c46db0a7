"""The web application: its parts put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, render_template

from cryptodrug_scraper import __version__
from cryptodrug_scraper.errors import CryptodrugError
from cryptodrug_scraper.explore.guard import guard
from cryptodrug_scraper.explore.pages import asking, compare, figures, history, overview, page, record, search
from cryptodrug_scraper.explore.shown import brief, link_of, shown

if TYPE_CHECKING:
    from cryptodrug_scraper.explore.sources import Sources

__all__ = ["application"]

_SAID = {
    403: "Open the address that cryptodrug explore printed: it has the token.",
    404: "There is no such page here.",
    405: "Nothing can be changed here.",
    421: "This is served on 127.0.0.1 and localhost only.",
}


def application(sources: Sources, port: int, token: str) -> Flask:
    """
    Make the application.

    Args:
        sources: what its pages are made of.
        port: the port of loopback that it will answer on.
        token: the secret in the first address.
    """
    made = Flask("cryptodrug_scraper.explore")
    made.config["SOURCES"] = sources
    guard(made, port, token)
    for part in (overview, search, history, record, page, compare, figures, asking):
        made.register_blueprint(part.BLUEPRINT)
    made.jinja_env.filters.update(shown=shown, brief=brief)
    made.jinja_env.globals.update(
        link_of=link_of, version=__version__, derivation=sources.derivation, simulated=sources.simulated
    )
    for code, said in _SAID.items():
        made.register_error_handler(code, lambda _error, code=code, said=said: (_failed(said), code))

    @made.errorhandler(CryptodrugError)
    def refused(error: CryptodrugError) -> tuple[str, int]:
        return _failed(str(error)), 404

    return made


def _failed(said: str) -> str:
    return render_template("failed.html", said=said)
