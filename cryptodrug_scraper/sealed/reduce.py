"""Make the form of a sealed answer without what names people: it has the same manifest, root and time stamps."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.disclosure.threshold import FEWEST, is_few
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from cryptodrug_scraper.sealed.layout import (
    ARITHMETIC,
    FIGURE,
    FIGURE_SQL,
    LEFT_OUT,
    MANIFEST,
    NAMES,
    QUESTION,
    ROWS,
    ROWS_SQL,
    SEAL,
    SNAPSHOTS,
    is_personal,
)
from cryptodrug_scraper.sealed.lines import read_json, read_lines, to_lines
from cryptodrug_scraper.sealed.manifest import read_manifest
from cryptodrug_scraper.sealed.question import NameLine, Question

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["reduced"]

_SHORTEST = 3
"""Letters of a name below which it is no sign that somebody is meant."""


def reduced(folder: Path, target: Path) -> dict[str, str]:
    """
    Copy a sealed answer without what names people, and without a figure that speaks of one to four accounts, or of a
    number of them that is not known.

    Returns:
        the files that were left out, each with the reason.

    Raises:
        ArchiveError: the folder is no sealed answer, or no whole one.
        ConfigurationError: the target is there or cannot be written; or the question itself names somebody.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        msg = f"{target} is there already: name a folder that is not, or that is empty"
        raise ConfigurationError(msg)
    try:
        listed = read_manifest((folder / MANIFEST).read_bytes())
    except OSError as error:
        msg = f"{folder} is no sealed answer: {error.strerror}"
        raise ArchiveError(msg) from error
    if (folder / LEFT_OUT).exists() or any(not (folder / path).is_file() for path in listed):
        msg = f"{folder} is not whole: take the one with all files"
        raise ArchiveError(msg)
    _check_names(folder)
    why = dict(_left_out(folder, listed))
    try:
        for path in (*listed, MANIFEST, *(f"{SEAL}/{seal.name}" for seal in (folder / SEAL).iterdir())):
            if path not in why:
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(folder / path, target / path)
        (target / LEFT_OUT).write_bytes(to_lines([why]))
    except OSError as error:
        msg = f"{target} cannot be written: {error.strerror}"
        raise ConfigurationError(msg) from error
    return why


def _left_out(folder: Path, listed: dict[str, str]) -> Iterator[tuple[str, str]]:
    count = read_json(folder, FIGURE, dict[str, Any]).get("vendor_count")
    for path in listed:
        if is_personal(path):
            yield path, "it names people"
        elif path in {FIGURE, ROWS, SNAPSHOTS}:
            if count is None:
                yield path, "of how many accounts the figure speaks is not known"
            elif is_few(count):
                yield path, f"the figure speaks of fewer than {FEWEST} accounts"


def _check_names(folder: Path) -> None:
    """
    A question in words and SQL of one's own can name anybody.

    Raises:
        ConfigurationError: it does.
    """
    question = read_json(folder, QUESTION, Question)
    if question.kind != "sql" or not (folder / NAMES).exists():
        return
    said = [question.title, *map(str, question.values.values())]
    said += [
        (folder / path).read_text(encoding="utf-8")
        for path in (FIGURE_SQL, ROWS_SQL, ARITHMETIC)
        if (folder / path).exists()
    ]
    text = "\n".join(said)
    for line in read_lines(folder, NAMES, NameLine):
        if len(line.value) >= _SHORTEST and re.search(rf"(?<!\w){re.escape(line.value)}(?!\w)", text, re.IGNORECASE):
            msg = f"the question itself names a {line.kind} of its rows: ask it without, and seal it anew"
            raise ConfigurationError(msg)
