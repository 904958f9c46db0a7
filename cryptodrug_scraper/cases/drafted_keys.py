"""Keys in the place of those of a page: one that can be read only for one that can."""

from __future__ import annotations

import re

from pysequoia import Tsk

from cryptodrug_scraper.page.openpgp import fingerprint

__all__ = ["KEY", "KEY_BEGIN", "KEY_END", "key_like"]

KEY_BEGIN, KEY_END = (f"-----{word} PGP PUBLIC KEY BLOCK-----" for word in ("BEGIN", "END"))
KEY = re.compile(rf"{KEY_BEGIN}.*?(?:{KEY_END}|\Z)", re.DOTALL)


def key_like(saved: str) -> str:
    """Return a fresh key, or, for one that cannot be read, what looks like one and cannot be read either."""
    fresh = str(Tsk.generate("Example Vendor <vendor@example.org>").extract_certificate()).strip()
    if fingerprint(saved) is not None:
        return fresh
    begin, *body, end = fresh.splitlines()
    if not saved.endswith(KEY_END):
        return "\n".join((begin, *body[: len(body) // 2]))
    return "\n".join((begin, *(line[::-1] for line in body), end))  # which begins with no packet that there is
