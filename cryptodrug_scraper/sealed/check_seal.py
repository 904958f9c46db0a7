"""
Check the files of a sealed answer against its manifest, that against its root, and the root against its time stamps.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.sealed.layout import ANSWER, LEFT_OUT, LINED, MANIFEST, PROOF, REQUEST, ROOT, SEAL
from cryptodrug_scraper.sealed.lines import read_json
from cryptodrug_scraper.sealed.manifest import digest_of, files_below, read_manifest, root_text
from cryptodrug_scraper.sealed.proof import proven
from cryptodrug_scraper.sealed.timestamp import stamped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bitcoin.core import CBlockHeader
    from cryptography.x509 import Certificate

    from cryptodrug_scraper.sealed.question import Question
    from cryptodrug_scraper.sealed.told import Told

__all__ = ["check_counts", "check_files", "check_stamps", "left_out_of"]

_SEALS = frozenset({ROOT, REQUEST, ANSWER, PROOF, LEFT_OUT})


def left_out_of(folder: Path, told: Told) -> dict[str, str]:
    """Return the files that were left out, each with the reason; none where all are there."""
    if not (folder / LEFT_OUT).exists():
        return {}
    try:
        return read_json(folder, LEFT_OUT, dict[str, str])
    except ArchiveError as error:
        told.is_changed("seal", str(error))
        return {}


def check_files(folder: Path, left_out: Mapping[str, str], told: Told, root: str | None) -> None:
    """
    Check files, manifest and root.

    Args:
        folder: of the package.
        left_out: files that are not there, each with the reason.
        told: takes what is found.
        root: the root that was given by another way, in hexadecimal; None: none was.
    """
    try:
        manifest = (folder / MANIFEST).read_bytes()
        listed = read_manifest(manifest)
    except (OSError, ArchiveError) as error:
        told.is_changed("manifest", f"{MANIFEST} cannot be read: {error}")
        return
    there = set(files_below(folder))
    good = 0
    for path, digest in listed.items():
        if path not in there:
            if path in left_out:
                continue
            told.is_changed(_part_of(path), f"{path} is missing")
        elif (folder / path).is_symlink():
            told.is_changed(_part_of(path), f"{path} is a link to another place")
        elif digest_of(folder / path) != digest:
            told.is_changed(_part_of(path), f"{path} was changed: its digest is another than the manifest says")
        else:
            good += 1
    for path in sorted(there - listed.keys()):
        told.is_changed("manifest", f"{path} is no file of the package")
    for path in sorted(seal.name for seal in (folder / SEAL).glob("*") if f"{SEAL}/{seal.name}" not in _SEALS):
        told.is_changed("seal", f"{SEAL}/{path} is no file of the package")
    told.holds("manifest", f"with the digest that the manifest says: {good} of {counted(len(listed), 'file')}")
    missing = [path for path in listed if path in left_out and path not in there]
    if missing:
        why = "; ".join(sorted({left_out[path] for path in missing}))
        told.is_unchecked(
            "manifest", f"{counted(len(missing), 'file')} left out ({why}): of these there are only digests"
        )
    _check_root(folder, manifest, told, root)


def _check_root(folder: Path, manifest: bytes, told: Told, root: str | None) -> None:
    text = root_text(manifest)
    told.root = text.rsplit(" ", 1)[1].strip()
    try:
        stated = (folder / ROOT).read_bytes()
    except OSError as error:
        told.is_changed("root", f"{ROOT} cannot be read: {error.strerror}")
        return
    if stated != text.encode():
        told.is_changed("root", f"{ROOT} is not of this manifest, whose root is {told.root}")
    else:
        told.holds("root", f"the root of the manifest is {told.root}")
    if root is None:
        told.is_unchecked(
            "root", "no root was given by another way (--root), so that one who made all anew is not found"
        )
    elif root.lower() != told.root:
        told.is_changed("root", f"the root that was given is {root}, and that of the manifest {told.root}")
    else:
        told.holds("root", "it is the root that was given by another way")


def check_counts(folder: Path, question: Question, left_out: Mapping[str, str], told: Told) -> None:
    """
    Check that files have as many lines as the question says.

    Args:
        folder: of the package.
        question: what is asked.
        left_out: files that are not there, each with the reason.
        told: takes what is found.
    """
    there = {path for path in LINED if (folder / path).exists()}
    for path in sorted((there | question.counts.keys()) - left_out.keys()):
        count = len((folder / path).read_bytes().splitlines()) if path in there else 0
        if count != question.counts.get(path, 0):
            told.is_changed(
                _part_of(path),
                f"{path} has {counted(count, 'line')}, and question.json says {question.counts.get(path, 0)}",
            )


def check_stamps(folder: Path, trusted: list[Certificate], headers: Mapping[int, CBlockHeader], told: Told) -> None:
    """
    Check time stamps.

    Args:
        folder: of the package.
        trusted: certificates of authorities; none: no signature is checked.
        headers: of blocks of Bitcoin, by their heights.
        told: takes what is found.
    """
    try:
        root = (folder / ROOT).read_bytes()
    except OSError:
        return  # that was told
    request = (folder / REQUEST).read_bytes() if (folder / REQUEST).exists() else None
    if request is not None and hashlib.sha256(root).digest() not in request:
        told.is_changed("time stamp", f"{REQUEST} does not ask for a stamp of {ROOT}")
    if (folder / ANSWER).exists():
        _check_answer(root, (folder / ANSWER).read_bytes(), trusted, told)
    elif trusted:
        told.is_changed("time stamp", f"a certificate was given, and {ANSWER} is not there")
    else:
        told.is_unchecked("time stamp", "there is none: nothing says when the root was there")
    if (folder / PROOF).exists():
        _check_proof(root, (folder / PROOF).read_bytes(), headers, told)


def _check_answer(root: bytes, answer: bytes, trusted: list[Certificate], told: Told) -> None:
    try:
        found = stamped(root, answer, trusted)
    except ArchiveError as error:
        told.is_changed("time stamp", f"{ANSWER}: {error}")
        return
    if found.is_verified:
        told.holds("time stamp", f"the authority whose certificate was given saw the root at {found.at.isoformat()}")
    else:
        told.is_unchecked(
            "time stamp",
            f"{ANSWER} is of this root and states {found.at.isoformat()}; by whom it is signed was not checked: give "
            "--certificate",
        )


def _check_proof(root: bytes, proof: bytes, headers: Mapping[int, CBlockHeader], told: Told) -> None:
    part = "OpenTimestamps"
    try:
        found = proven(root, proof, headers)
    except ArchiveError as error:
        told.is_changed(part, f"{PROOF}: {error}")
        return
    told.holds(part, f"{PROOF} begins with this root, and its hashes were computed again")
    for height, merkle in sorted(found.heights.items()):
        if height in found.times:
            told.holds(
                part,
                f"the header given for block {height} has what follows from the root, fits its own proof of work, and "
                f"states {found.times[height].isoformat()}",
            )
            told.is_unchecked(
                part, f"whether that header is the one of block {height} of the chain: ask a node of Bitcoin"
            )
        else:
            told.is_unchecked(
                part, f"whether block {height} of Bitcoin has {merkle} as its merkleroot: ask a node, or give --block"
            )
    if found.pending:
        told.is_unchecked(
            part, f"{', '.join(found.pending)} promised to go on, which proves nothing yet: upgrade the proof"
        )
    if found.others:
        told.is_unchecked(part, f"{counted(found.others, 'statement')} of a kind that is not known here")


def _part_of(path: str) -> str:
    """The part of a package that a file is."""
    first = path.partition("/")[0]
    return {"pages": "pages", "sql": "SQL"}.get(first, first.partition(".")[0])
