"""Read the fingerprint of an OpenPGP key, from the key itself and not from its armour."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pysequoia import Cert

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.records import Vendor

__all__ = ["find_key", "fingerprint", "read_key"]

_BEGIN, _END = "-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----END PGP PUBLIC KEY BLOCK-----"
_HEADER = re.compile(r"(Version|Comment|Charset|MessageID|Hash): ?")


def find_key(text: str) -> str | None:
    """Return the first armoured public key block in a text, or None."""
    _, begin, rest = text.partition(_BEGIN)
    inside, end, _ = rest.partition(_END)
    return begin + inside + end or None


@lru_cache(maxsize=4096)
def fingerprint(armour: str) -> str | None:
    """
    Return the fingerprint of the primary key in an armoured block, in upper-case hexadecimal.

    Pages strip blank lines, so the empty line that ends the armour's headers is put back. Returns None where the block
    holds no key that can be parsed.
    """
    lines = [line.strip() for line in armour.strip().splitlines()]
    body = [line for line in lines[1:] if line]
    headers = [line for line in body if _HEADER.match(line)]
    rest = [line for line in body if not _HEADER.match(line)]
    try:
        return str(Cert.from_bytes("\n".join([lines[0], *headers, "", *rest, ""]).encode()).fingerprint).upper()
    except (ValueError, RuntimeError, OSError, IndexError):
        return None


def read_key(document: Document, text: str | None, vendor: Vendor) -> None:
    """
    Add the key in a text, and its fingerprint, to a vendor. A text without a readable key is an issue; no text is not.
    """
    vendor.pgp_key = None if text is None else document.read("pgp_key", text, find_key)
    key = vendor.pgp_key
    vendor.pgp_fingerprint = None if not key else document.read("pgp_fingerprint", key, fingerprint)
