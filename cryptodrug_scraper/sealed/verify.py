"""
Verify a sealed answer where there is no database: whether figure, rows, words and bytes belong together.

Each check is of one part against another, so that who changes a part and its digest too is found by what is next to it;
who changes all of them consistently, by the root that was given by another way, or its time stamps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.sealed.check_chain import check_chain
from cryptodrug_scraper.sealed.check_figure import check_figure
from cryptodrug_scraper.sealed.check_pages import check_absence, check_pages
from cryptodrug_scraper.sealed.check_seal import check_counts, check_files, check_stamps, left_out_of
from cryptodrug_scraper.sealed.layout import CAPTURES, QUESTION
from cryptodrug_scraper.sealed.lines import read_json
from cryptodrug_scraper.sealed.question import Question
from cryptodrug_scraper.sealed.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from bitcoin.core import CBlockHeader
    from cryptography.x509 import Certificate

__all__ = ["verify_sealed"]


def verify_sealed(
    folder: Path,
    trusted: Sequence[Certificate] = (),
    headers: Mapping[int, CBlockHeader] | None = None,
    root: str | None = None,
) -> Told:
    """
    Verify a sealed answer. No database and no network is asked.

    Args:
        folder: where it lies.
        trusted: certificates of time-stamping authorities; none: no signature is checked.
        headers: of blocks of Bitcoin, by their heights.
        root: the root that was given by another way, in hexadecimal; None: none was.
    """
    told = Told()
    left_out = left_out_of(folder, told)
    check_files(folder, left_out, told, root)
    check_stamps(folder, list(trusted), headers or {}, told)
    try:
        question = read_json(folder, QUESTION, Question)
    except ArchiveError as error:
        told.is_changed("question", str(error))
        return told
    check_counts(folder, question, left_out, told)
    _guarded(told, "figure", lambda: check_figure(folder, question, left_out, told))
    if CAPTURES in left_out:
        told.is_unchecked(
            "pages, words, facts, decisions",
            "they were left out, since they name people: that the rows follow from what pages state was not checked",
        )
        return told
    _guarded(told, "facts", lambda: check_chain(folder, question, told))
    _guarded(told, "pages", lambda: check_pages(folder, question, told))
    if question.kind == "absence":
        _guarded(told, "absence", lambda: check_absence(folder, question, told))
    return told


def _guarded(told: Told, part: str, check: Callable[[], None]) -> None:
    """Do a check; a file that cannot be read any more, or has another form, is itself what it finds."""
    try:
        check()
    except ArchiveError as error:
        told.is_changed(part, str(error))
    except (AttributeError, LookupError, TypeError, ValueError) as error:  # whoever forged it can write anything
        told.is_changed(part, f"it has another form than it was sealed in: {type(error).__name__} {error}")
