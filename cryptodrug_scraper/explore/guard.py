"""
Who may ask, and what a browser may do with the answers.

Pages that the program shows hold personal data. They are given to a browser on this machine that was led here by an
address with the token, and to nobody else: not to another site that this browser has open, whatever name leads it here.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, redirect, request

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

__all__ = ["POLICY_OF_PAGES", "guard"]

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
_ELSEWHERE = frozenset({"cross-site", "same-site"})


def guard(application: Flask, port: int, token: str) -> None:
    """
    Refuse every request but those of a browser that had the token once; say in every answer what it may do.

    Args:
        application: what answers.
        port: the port that it answers on.
        token: the secret in the first address; a cookie with another takes its place.
    """
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    origins = {f"http://{host}" for host in hosts}
    cookie = f"cryptodrug-{port}"
    secret = secrets.token_urlsafe(32)

    @application.before_request
    def check() -> AnyResponse | None:
        if request.headers.get("Host") not in hosts:  # a name that somebody else lets lead here
            abort(421)
        if request.method not in {"GET", "HEAD"}:
            abort(405)
        if request.headers.get("Origin", next(iter(origins))) not in origins:
            abort(403)
        given = request.args.get("token")
        if given is not None:
            if not compare_digest(given.encode(), token.encode()):
                abort(403)
            rest = "&".join(part for part in request.query_string.decode().split("&") if not part.startswith("token="))
            answer = redirect(request.path + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(cookie, secret, httponly=True, samesite="Strict", path="/")
            return answer
        if request.headers.get("Sec-Fetch-Site") in _ELSEWHERE:
            abort(403)
        if not compare_digest(request.cookies.get(cookie, "").encode(), secret.encode()):
            abort(403)
        return None

    @application.after_request
    def restrict(answer: Response) -> Response:
        answer.headers.update(_HEADERS)
        answer.headers.setdefault("Content-Security-Policy", _POLICY)
        return answer
