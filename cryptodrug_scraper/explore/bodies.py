"""The bytes of captures, from the archive or the folders that were replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.capture import Origin
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers import find_body

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cryptodrug_scraper.store.provenance import Chain

__all__ = ["body_of"]


def body_of(chain: Chain, roots: Sequence[Path]) -> bytes:
    """
    Return the bytes of the capture that a row comes from.

    Args:
        chain: the row's provenance.
        roots: archives, folders or files that were replayed, wherever they lie now.

    Raises:
        ArchiveError: none of them has the bytes.
    """
    for root in roots:
        for row in chain.origins:
            origin = Origin(row["importer"], row["path"], row["byte_offset"])
            body = find_body(root, origin, chain.capture["sha256"].hex())
            if body is not None:
                return body
    places = ", ".join(str(origin["path"]) for origin in chain.origins)
    looked = " or ".join(map(str, roots))
    msg = f"the page is not in {looked} (looked for {places}): name the folder that was replayed with --archive"
    raise ArchiveError(msg)
