"""
Who may ask, and what a browser may do with the answers.

Pages that the program shows hold personal data. They are given to a browser on this machine that was let in by an
address that works once, and to nobody else: not to another account of the machine, not to another program that listens
on it, not to another site that this browser has open, whatever name leads it here.

All pages lie below a secret path. A browser sends the cookies of a host to each of its ports, and so to whatever other
programs listen on loopback; this one it sends below that path only, which no other program knows.

A form that writes is taken only where the server was started for it (`writing.Writing`), from a page of this server,
and with the token that the page gave to this session.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hmac import compare_digest, digest
from typing import TYPE_CHECKING

from flask import Response, abort, request

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

__all__ = ["FORM_KEY", "MOST_SENT", "POLICY_OF_PAGES", "Key", "named", "refuse_others", "refuse_strangers"]

MOST_SENT = 64 * 1024
"""Bytes of a form that is sent."""
FORM_KEY = "key"
"""The field of each form that has the token of the session (`Key.token`)."""
_FORM = "application/x-www-form-urlencoded"

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
POLICY_OF_PAGES = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox"
)
"""What a page of a market may do in a browser: look."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_WITH_FORM = "same-origin"
"""The policy of referrers where forms write: with none a browser would not say that a form comes from here."""
_ELSEWHERE = frozenset({"cross-site", "same-site"})
_COOKIE = "cryptodrug"
_NO_NAME = "elsewhere"


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Key:
    """
    What a browser has that was let in.

    Attributes:
        root: the path below which all pages lie.
        value: that of the cookie.
    """

    root: str = field(default_factory=lambda: f"/{_secret()}")
    value: str = field(default_factory=_secret)

    def hand_to(self, answer: Response) -> None:
        """Set the cookie in an answer."""
        answer.set_cookie(_COOKIE, self.value, httponly=True, samesite="Strict", path=f"{self.root}/")

    def is_held(self) -> bool:
        """Whether the request that is answered has the cookie."""
        return compare_digest(request.cookies.get(_COOKIE, "").encode(), self.value.encode())

    @property
    def token(self) -> str:
        """What a form of this session has and no other site can know; the cookie does not follow from it."""
        return digest(self.value.encode(), b"form", "sha256").hex()

    def gave(self, token: str) -> bool:
        """Whether a form has the token of this session."""
        return compare_digest(token.encode(), self.token.encode())


def named(application: WSGIApplication, port: int) -> WSGIApplication:
    """
    Return the application with one name for all hosts that it is not asked by.

    An invalid name breaks Flask before the application is asked; another is refused by `refuse_others`.
    """
    hosts = _hosts(port)

    def asked(sent: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if sent.get("HTTP_HOST") not in hosts:
            sent["HTTP_HOST"] = _NO_NAME
        return application(sent, start_response)

    return asked


def refuse_others(application: Flask, port: int, *, takes_forms: bool = False) -> None:
    """
    Refuse every request that is not for this machine by its own name, or would change something; say in every answer
    what a browser may do with it.

    Args:
        application: what answers.
        port: the port of loopback that it answers on.
        takes_forms: take forms that are sent with POST, of no more than `MOST_SENT` bytes.
    """
    hosts = _hosts(port)
    methods = {"GET", "HEAD", "POST"} if takes_forms else {"GET", "HEAD"}
    headers = _HEADERS | {"Referrer-Policy": _WITH_FORM} if takes_forms else _HEADERS

    @application.before_request
    def check() -> None:
        if request.headers.get("Host") not in hosts:  # a name that somebody else lets lead here
            abort(421)
        if request.method not in methods:
            abort(405)
        most = MOST_SENT if request.method == "POST" else 0
        if (request.content_length or 0) > most or request.headers.get("Transfer-Encoding"):
            abort(413)

    @application.after_request
    def restrict(answer: Response) -> Response:
        answer.headers.update(headers)
        answer.headers.setdefault("Content-Security-Policy", _POLICY)
        return answer


def refuse_strangers(application: Flask, port: int, key: Key) -> None:
    """
    Refuse every request but those of a browser that has the cookie, and of these what another site made it ask.

    Args:
        application: what answers.
        port: the port of loopback that it answers on.
        key: what a browser has that was let in.
    """
    origins = {f"http://{host}" for host in _hosts(port)}

    @application.before_request
    def check() -> None:
        origin = request.headers.get("Origin")
        if origin not in origins and (origin is not None or request.method == "POST"):
            abort(403)
        if request.headers.get("Sec-Fetch-Site") in _ELSEWHERE:
            abort(403)
        if not key.is_held():
            abort(403)
        if request.method == "POST":
            if request.mimetype != _FORM:
                abort(415)
            if not key.gave(request.form.get(FORM_KEY, "")):
                abort(403)


def _hosts(port: int) -> set[str]:
    return {f"127.0.0.1:{port}", f"localhost:{port}"}
