"""
Do what a person does in a browser: log in, and solve a captcha.

It is here for tests, which need somebody to hand a session over. A crawler has no part of it.
"""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode, urljoin, urlsplit

from lxml.html import document_fromstring

from cryptodrug_scraper.errors import QualityError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import FormElement, HtmlElement

__all__ = ["sign_in", "solve_captcha"]

_STEPS = 8
_TIMEOUT = 30.0
_HIDDEN = re.compile(r"#(\w+)\s*\{\s*display:\s*none")
_REFRESH = re.compile(r"""http-equiv=["']?refresh["']?[^>]*?url=([^"'>]+)""", re.IGNORECASE)
_REDIRECTS = range(300, 400)


@dataclass
class _Browser:
    """Keeps cookies and follows redirects, on one host."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    path: str = "/"
    html: str = ""

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> None:
        parts = urlsplit(self.address)
        for _ in range(_STEPS):
            connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT)
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if form is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = None if form is None else urlencode(form)
            connection.request("GET" if form is None else "POST", path, body, headers)
            response = connection.getresponse()
            self.html = response.read().decode("utf-8", "replace")
            connection.close()
            self.path = path
            for header in response.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
            target = response.headers.get("Location") if response.status in _REDIRECTS else self._refresh()
            if target is None:
                return
            path, form = _path(urljoin(f"{self.address}{path}", target)), None

    def _refresh(self) -> str | None:
        found = _REFRESH.search(self.html)
        return None if found is None else found[1].strip()

    def form(self, fields: int) -> tuple[FormElement, list[HtmlElement]] | None:
        """The first form with so many inputs to type into that can be seen, and those inputs."""
        if not self.html.strip():
            return None
        document = cast("HtmlElement", document_fromstring(self.html))
        hidden = {name for style in document.iter("style") for name in _HIDDEN.findall(style.text or "")}
        for form in document.forms:
            typed = [one for one in form.iter("input") if _is_seen(one, hidden)]
            if (form.get("method") or "").lower() == "post" and len(typed) == fields:
                return form, typed
        return None

    def submit(self, form: FormElement, values: Mapping[str, str]) -> None:
        sent = {str(name): str(value) for name, value in form.form_values()} | dict(values)
        self.ask(_path(urljoin(f"{self.address}{self.path}", form.get("action") or self.path)), sent)


def sign_in(address: str, account: Mapping[str, str], captcha: str) -> dict[str, str]:
    """
    Log in by the market's own pages, past the check before them where there is one.

    Args:
        address: of a mirror, such as ``http://127.0.0.1:8080``.
        account: ``name`` and ``password``, as the server states them.
        captcha: what the picture shows.

    Returns:
        The cookies of the session.

    Raises:
        QualityError: the market did not let the person in.
    """
    browser = _Browser(address.rstrip("/"))
    browser.ask("/")
    check = browser.form(1)
    if check is not None:
        browser.submit(check[0], {str(check[1][0].get("name")): captcha})
    found = browser.form(3)
    if found is None:
        message = f"{address} shows no login that a person can fill in: is it closed?"
        raise QualityError(message)
    form, typed = found
    values = (account["name"], account["password"], captcha)
    browser.submit(form, {str(one.get("name")): value for one, value in zip(typed, values, strict=True)})
    if browser.form(3) is not None:
        message = f"{address} refuses the account {account['name']} or its captcha"
        raise QualityError(message)
    return browser.cookies


def solve_captcha(address: str, cookies: Mapping[str, str], captcha: str) -> None:
    """
    Solve the captcha that stands in the way of a session.

    Raises:
        QualityError: there is no captcha.
    """
    browser = _Browser(address.rstrip("/"), dict(cookies))
    browser.ask("/")
    found = browser.form(1)
    if found is None:
        message = f"{address} asks for no captcha"
        raise QualityError(message)
    browser.submit(found[0], {str(found[1][0].get("name")): captcha})


def _is_seen(element: HtmlElement, hidden: set[str]) -> bool:
    if element.get("type", "text") not in ("text", "password") or not element.get("name"):
        return False
    return element.get("id") not in hidden and "display: none" not in element.get("style", "")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
