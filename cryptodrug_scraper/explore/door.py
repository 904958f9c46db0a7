"""The part of the application that everybody of this machine can ask: it lets in who has an address that works once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response, abort, render_template, request

from cryptodrug_scraper.explore.guard import refuse_others

if TYPE_CHECKING:
    from cryptodrug_scraper.explore.guard import Key
    from cryptodrug_scraper.explore.invitations import Invitations

__all__ = ["ENTER", "door"]

ENTER = "/enter/"
"""Before the token in an address that works once."""


def door(port: int, key: Key, invitations: Invitations, path: str) -> Flask:
    """
    Make the application that stands before the pages. It touches no database.

    Args:
        port: the port of loopback that it answers on.
        key: what it gives to a browser that it lets in.
        invitations: which tokens let somebody in.
        path: the page that such a browser sees first.
    """
    made = Flask("cryptodrug_scraper.explore", static_folder=None)
    refuse_others(made, port)

    @made.get(f"{ENTER}<token>")
    def enter(token: str) -> Response:
        """
        Admit a browser.

        It is sent on by a page, and not by a redirection: who follows an address of elsewhere, as of the file that the
        browser was started with, comes from elsewhere through all redirections, and its cookies are held back.
        """
        if request.method == "HEAD" or "Sec-Purpose" in request.headers:  # it only looks what there might be
            abort(403)
        if not invitations.take(token):
            abort(403)
        answer = Response(render_template("enter.html", address=key.root + path))
        key.hand_to(answer)
        return answer

    @made.get("/favicon.ico")
    def icon() -> Response:
        """Browsers ask for a sign by themselves; there is none."""
        return Response(status=204)

    return made
