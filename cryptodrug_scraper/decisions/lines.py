"""Decisions as a file: one JSON object a line, in the order of time, the same for the same decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.decisions.check import checked
from cryptodrug_scraper.decisions.decision import Decision, id_of, plain
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

__all__ = ["from_lines", "to_lines"]

_ID = "decision_id"


def to_lines(decisions: Mapping[UUID, Decision]) -> bytes:
    """Return the content of a file with these decisions; each line names its identifier, too."""
    found = sorted(decisions.items(), key=lambda each: (each[1].decided_at, each[0]))
    return b"".join(
        msgspec.json.encode(
            {_ID: str(known), **msgspec.to_builtins(each), "subject": plain(each.subject)}, order="sorted"
        )
        + b"\n"
        for known, each in found
    )


def from_lines(content: bytes, name: str) -> dict[UUID, Decision]:
    """
    Return the decisions of a file, checked one by one.

    Args:
        content: of the file.
        name: of the file, for who reads what is wrong.

    Raises:
        ConfigurationError: a line is no decision, or was changed after it was written; it says which, and why.
    """
    found: dict[UUID, Decision] = {}
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            known, decision = _decision(line)
        except (ConfigurationError, msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            msg = f"{name}, line {number}: {error}. Nothing was loaded; correct the line, and load the file again"
            raise ConfigurationError(msg) from error
        found[known] = decision
    return found


def _decision(line: bytes) -> tuple[UUID, Decision]:
    said = msgspec.json.decode(line)
    if not isinstance(said, dict):
        msg = "a line is one JSON object"
        raise ConfigurationError(msg)
    named = said.pop(_ID, None)
    decision = checked(msgspec.convert(said, Decision))
    known = id_of(decision)
    if named is not None and named != str(known):
        msg = f"it does not say what {named} said: take {_ID} out if it was changed on purpose"
        raise ConfigurationError(msg)
    return known, decision
