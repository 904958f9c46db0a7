"""What must be true of a command that a fault struck: then, and once it was repeated undisturbed."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.errors import CryptodrugError
from tests.campaigns.commands.finish import finish
from tests.campaigns.commands.looking import HALVED
from tests.campaigns.commands.work import documented_codes
from tests.campaigns.faults.attempt import Attempt, Undisturbed

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tests.campaigns.commands.case import Case
    from tests.campaigns.commands.work import Work
    from tests.campaigns.faults.kinds import Kind

__all__ = ["Judged", "disturbed", "undisturbed"]

_BY_SIGNAL = {signal.SIGKILL: {-9}, signal.SIGINT: {130, -2}, signal.SIGTERM: {-15, 143, -2}}
"""
Both are taken for an interruption, and -2 is how Python ends where that came while it made a class from text, whatever
exit code the program gives.
"""
_SHOWN = 600


@dataclass
class Judged:
    """
    Attributes:
        struck: what the fault did.
        code: exit code of the command that was struck.
        seconds: from its start to the end of the last look.
        wrong: what is not as it must be.
    """

    struck: str
    code: int | None
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def undisturbed(work: Work, case: Case) -> Undisturbed:
    """Run a command without a fault."""
    work.prepare(case)
    before, asked, began = _used(case.folder), _asked(case, work), time.monotonic()
    code = finish(case, work, case.start(work.arguments(case)))
    seconds = time.monotonic() - began
    grown, asked = _used(case.folder) - before, _asked(case, work) - asked
    assert code is not None, f"{work.name} hangs undisturbed"
    assert code == work.code, f"{work.name} ends undisturbed with {code}: {case.said()}"
    outcome = work.outcome(case)
    left = case.left()
    assert not left, f"{work.name} leaves undisturbed {left}"
    return Undisturbed(code, outcome, seconds, grown, asked)


def disturbed(kind: Kind, work: Work, case: Case, like: Undisturbed, chance: random.Random) -> Judged:
    """Run a command, strike it, repeat it as its documentation says, and look at everything."""
    began = time.monotonic()
    work.prepare(case)
    attempt = Attempt(case, work, like, chance)
    kind.strike(attempt)
    judged = Judged(attempt.struck, attempt.code, wrong=attempt.wrong)
    wrong = judged.wrong
    _look_at_end(attempt, wrong)
    left = [words for words in case.left() if not (work.own_server and "postgres" in words)]
    wrong += [f"a process stays: {words}" for words in left]
    code = attempt.code if work.again is not None and attempt.code == like.code else _repeat(attempt, wrong)
    if code == like.code:
        _compare("after it was repeated", like.outcome, _outcome(work, case), wrong)
    else:
        wrong.append(f"repeated, it ends with {code}: {_shown(case)}")
    wrong += [f"a process stays in the end: {words}" for words in case.left()]
    judged.seconds = time.monotonic() - began
    return judged


def _look_at_end(attempt: Attempt, wrong: list[str]) -> None:
    case, work, code = attempt.case, attempt.work, attempt.code
    allowed = set(documented_codes(work.words)) | {attempt.like.code, CryptodrugError.exit_code}  # 1: of any command
    for number, codes in _BY_SIGNAL.items():
        if attempt.struck.startswith(number.name):
            allowed |= codes
    if code is None:
        wrong.append("it hangs")
    elif code not in allowed:
        wrong.append(f"exit code {code} is not documented: {_shown(case)}")
    wrong += _faults_of_the_program(case)
    if case.database is not None and (halved := case.stage.postgres.rows(case.database, HALVED)[0][0]) > 0:
        wrong.append(f"{halved} pages have not all their rows")
    if code == os.EX_OK and work.service is None:
        _compare("though it ended with 0", attempt.like.outcome, _outcome(work, case), wrong)


def _repeat(attempt: Attempt, wrong: list[str]) -> int | None:
    """Go on as a user would; gives the exit code of the command line that ended well, or of the last."""
    code = None
    for arguments in attempt.work.attempts(attempt.case):
        code = finish(attempt.case, attempt.work, attempt.case.start(arguments))
        wrong += [f"repeated, {what}" for what in _faults_of_the_program(attempt.case)]
        if code == attempt.like.code:
            break
    return code


def _faults_of_the_program(case: Case) -> list[str]:
    """A traceback, or what the program says in place of one."""
    signs = ("Traceback (most recent call last)", "a fault of the program")
    return [f"{sign}: {_shown(case)}" for sign in signs for text in case.said() if sign in text]


def _outcome(work: Work, case: Case) -> Any:
    try:
        return work.outcome(case)
    except Exception as error:  # noqa: BLE001  # whatever cannot be looked at is not as it must be
        return f"cannot be looked at: {error!r}"


def _compare(when: str, expected: Any, found: Any, wrong: list[str]) -> None:
    if found == expected:
        return
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in expected.keys() | found.keys():
            _compare(f"{when}, {name}", expected.get(name), found.get(name), wrong)
    elif isinstance(expected, list) and isinstance(found, list):
        lost = [each for each in expected if each not in found]
        more = [each for each in found if each not in expected]
        wrong.append(f"{when}: lost {lost}, more {more}, {len(expected)} expected, {len(found)} found"[:_SHOWN])
    else:
        wrong.append(f"{when}: expected {str(expected)[:_SHOWN]}, found {str(found)[:_SHOWN]}")


def _shown(case: Case) -> str:
    out, error = case.said()
    return f"{out[-200:]}{error[-_SHOWN:]}".strip()


def _used(folder: Path) -> int:
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*"))


def _asked(case: Case, work: Work) -> int:
    return case.stage.market.request_count() if work.asks else 0
