"""Refuse what no database can be asked for, before it is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from flask import abort, request

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["refuse_unreadable"]


def refuse_unreadable(application: Flask) -> None:
    """
    Refuse, with 400, a path or a value that has a NUL or is no UTF-8: PostgreSQL takes neither as a text.

    A path comes as the bytes that were sent, read as Latin-1 (PEP 3333). Where one is no UTF-8 werkzeug puts another
    character or leaves the escape, and rows of a name would be looked for that nobody asked for.
    """

    @application.before_request
    def check() -> None:
        sent = request.environ["PATH_INFO"].encode("latin-1") + b"?" + unquote_to_bytes(request.query_string)
        try:
            is_text = "\0" not in sent.decode()
        except UnicodeDecodeError:
            is_text = False
        if not is_text:
            abort(400)
