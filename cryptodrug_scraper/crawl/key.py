"""The key of a request: the page that it asks for, independent of the mirror."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from cryptodrug_scraper.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["request_key"]

_DIGITS = 16


def request_key(method: str, url: str, form: Mapping[str, str] | None = None) -> str:
    """
    Name the page that a request asks for, as ``GET /viewProduct?offer=1.2`` or ``POST /index 3f2a9c41d0b7e655``.

    The last word is a digest of the form's fields, sorted: one address may be many pages.
    """
    key = f"{method.upper()} {url_key(url)}"
    if not form:
        return key
    digest = hashlib.sha256(urlencode(sorted(form.items())).encode()).hexdigest()
    return f"{key} {digest[:_DIGITS]}"
