"""The records that a page is kept in: a response, a revisit or a resource, and the request of a response."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.warc.writing import REVISIT_PROFILE, digest_text, member, new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cryptodrug_scraper.capture import Capture

__all__ = ["Composed", "compose"]


@dataclass(frozen=True, slots=True)
class Composed:
    """
    The records of a page, as they are written.

    Attributes:
        kind: the WARC-Type of the first.
        members: the records, compressed, the page first.
    """

    kind: str
    members: list[bytes]


def compose(
    capture: Capture,
    about: Sequence[tuple[str, str]],
    head: bytes | None,
    request: bytes | None,
    original: tuple[str, str] | None,
    id_of: Callable[[str], str] | None = None,
) -> Composed:
    """
    Put together the records of a page.

    Args:
        capture: the page.
        about: the WARC headers that say where and when it was taken.
        head: status line and headers of its response; None makes it a resource.
        request: request line and headers; None for no request.
        original: address and date of the record that has the body already; None to write the body.
        id_of: gives the id of a record for the digest of its block; None gives each record one that no other has.

    Raises:
        UnusableError: address or place are too long.
    """
    headers = [*about, ("WARC-Payload-Digest", digest_text(bytes.fromhex(capture.sha256)))]
    if head is None:
        kind, block = "resource", capture.body
        if capture.content_type:
            headers.append(("Content-Type", capture.content_type))
    else:
        headers.append(("Content-Type", "application/http; msgtype=response"))
        if original is None:
            kind, block = "response", head + capture.body
        else:
            kind, block = "revisit", head
            headers += [
                ("WARC-Profile", REVISIT_PROFILE),
                ("WARC-Refers-To-Target-URI", original[0]),
                ("WARC-Refers-To-Date", original[1]),
            ]
    digest = digest_text(hashlib.sha256(block).digest())
    record_id = new_id() if id_of is None else id_of(digest)
    members = [member([("WARC-Type", kind), ("WARC-Record-ID", record_id), *headers], block, digest)]
    if request is not None:
        digest = digest_text(hashlib.sha256(request).digest())
        of_request = [
            ("WARC-Type", "request"),
            ("WARC-Record-ID", new_id() if id_of is None else id_of(digest)),
            *about,
            ("WARC-Concurrent-To", record_id),
            ("Content-Type", "application/http; msgtype=request"),
        ]
        members.append(member(of_request, request, digest))
    return Composed(kind, members)
