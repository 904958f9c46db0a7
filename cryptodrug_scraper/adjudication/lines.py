"""The ledger as a file: one JSON object a line, samples before answers, the same for the same ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from cryptodrug_scraper.adjudication.check import checked_sample
from cryptodrug_scraper.adjudication.ledger import Ledger
from cryptodrug_scraper.adjudication.sample import Answer, Sample, id_of_answer, id_of_sample
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

__all__ = ["from_lines", "to_lines"]

_SAMPLE, _ANSWER = "sample_id", "answer_id"


def to_lines(ledger: Ledger) -> bytes:
    """Return the content of a file with a ledger; each line names its identifier, too."""
    samples = sorted(ledger.samples.items(), key=lambda each: (each[1].drawn_at, each[0]))
    answers = sorted(ledger.answers.items(), key=lambda each: (each[1].answered_at, each[0]))
    lines = [{"sample": msgspec.to_builtins(each), _SAMPLE: str(known)} for known, each in samples]
    lines += [{"answer": msgspec.to_builtins(each), _ANSWER: str(known)} for known, each in answers]
    return b"".join(msgspec.json.encode(line, order="sorted") + b"\n" for line in lines)


def from_lines(content: bytes, name: str) -> Ledger:
    """
    Return the ledger of a file, checked one by one; whether answers fit their samples is checked when they are added.

    Args:
        content: of the file.
        name: of the file, for who reads what is wrong.

    Raises:
        ConfigurationError: a line is no sample or answer, or was changed after it was written; it says which, and why.
    """
    found = Ledger({}, {})
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            _take(msgspec.json.decode(line), found)
        except (ConfigurationError, msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
            msg = f"{name}, line {number}: {error}. Nothing was loaded; correct the line, and load the file again"
            raise ConfigurationError(msg) from error
    return found


def _take(said: Any, found: Ledger) -> None:  # noqa: ANN401  # what JSON holds
    if not isinstance(said, dict) or len({"sample", "answer"} & said.keys()) != 1:
        msg = "a line is one JSON object with a sample or an answer"
        raise ConfigurationError(msg)
    if "sample" in said:
        sample = checked_sample(msgspec.convert(said["sample"], Sample))
        found.samples[_named(id_of_sample(sample), said, _SAMPLE)] = sample
    else:
        answer = msgspec.convert(said["answer"], Answer)
        found.answers[_named(id_of_answer(answer), said, _ANSWER)] = answer


def _named(known: UUID, said: Mapping[str, object], name: str) -> UUID:
    if said.get(name, str(known)) != str(known):
        msg = f"it does not say what {said[name]} said: take {name} out if it was changed on purpose"
        raise ConfigurationError(msg)
    return known
