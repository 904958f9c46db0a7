"""Attach the answer of a time-stamping authority, or a proof of OpenTimestamps, to a sealed answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from cryptodrug_scraper.sealed.layout import ANSWER, PROOF, ROOT
from cryptodrug_scraper.sealed.proof import proven
from cryptodrug_scraper.sealed.timestamp import stamped
from cryptodrug_scraper.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.x509 import Certificate

__all__ = ["attached"]

_PROOF = b"\x00OpenTimestamps"
"""How every detached proof begins."""


def attached(folder: Path, file: Path, trusted: list[Certificate]) -> str:
    """
    Attach a file, if it is of the package's root; it replaces one of its kind.

    Args:
        folder: of the package.
        file: the answer (``.tsr``) or proof (``.ots``).
        trusted: certificates that must have signed an answer; none: that is not checked.

    Returns:
        a sentence that says what it is.

    Raises:
        ArchiveError: the folder is no sealed answer, or the file is not of its root.
        ConfigurationError: a file cannot be read or written.
    """
    try:
        root = (folder / ROOT).read_bytes()
    except OSError as error:
        msg = f"{folder} is no sealed answer: {ROOT}: {error.strerror}"
        raise ArchiveError(msg) from error
    try:
        content = file.read_bytes()
        if content.startswith(_PROOF):
            found = proven(root, content, {})
            write_whole(folder / PROOF, content)
            blocks = ", ".join(map(str, sorted(found.heights))) or "none yet"
            return f"a proof of OpenTimestamps; blocks that it leads to: {blocks}"
        answer = stamped(root, content, trusted)
        write_whole(folder / ANSWER, content)
    except OSError as error:
        msg = f"{error.filename} cannot be read or written: {error.strerror}"
        raise ConfigurationError(msg) from error
    signed = "signed by the certificate that was given" if answer.is_verified else "its signature was not checked"
    return f"an answer of a time-stamping authority of {answer.at.isoformat()}; {signed}"
