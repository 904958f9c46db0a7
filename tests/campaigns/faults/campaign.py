"""Strike commands one after the other, and tell and count what came of it."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tests.campaigns.commands.case import Case
from tests.campaigns.faults.judge import disturbed, undisturbed
from tests.campaigns.faults.kinds import KINDS
from tests.campaigns.faults.table import Table

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tests.campaigns.commands.stage import Stage
    from tests.campaigns.commands.work import Work
    from tests.campaigns.faults.attempt import Undisturbed

__all__ = ["Campaign", "say"]


class Campaign:
    """
    Args:
        stage: what the cases share; its folder has a disk at ``cases``.
        chance: for what is left to it.
        keep: a folder for what the cases left that went wrong.

    Attributes:
        table: what was counted.
        struck: faults that came before the end of the command.
        wrong: cases that went wrong.
    """

    def __init__(self, stage: Stage, chance: random.Random, keep: Path | None) -> None:
        self.table = Table()
        self.struck = self.wrong = 0
        self._stage, self._chance, self._keep = stage, chance, keep
        self._like: dict[str, Undisturbed | None] = {}
        self._cases = 0

    def strike(self, work: Work, kind: str) -> None:
        """Strike a command once, after it has been run undisturbed."""
        if work.name not in self._like:
            self._like[work.name] = self._undisturbed(work)
        like = self._like[work.name]
        if like is None:
            return
        case = self._case(work)
        try:
            judged = disturbed(KINDS[kind], work, case, like, self._chance)
        finally:
            case.close()
        facts = {"case": case.name, "command": work.name, "fault": kind, "struck": judged.struck, "code": judged.code}
        say(facts | {"seconds": round(judged.seconds, 1), "wrong": judged.wrong})
        if judged.struck:
            self.struck += 1
            self.table.add(work.name, kind, judged.code, is_wrong=bool(judged.wrong))
        if judged.wrong:
            self.wrong += 1
            if self._keep is not None:
                with suppress(shutil.Error):  # sockets are no files
                    shutil.copytree(case.folder, self._keep / case.folder.name, symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(case.folder)

    def _undisturbed(self, work: Work) -> Undisturbed | None:
        """Nothing where it does not end well."""
        case = self._case(work)
        try:
            return undisturbed(work, case)
        except AssertionError as error:
            self.wrong += 1
            say({"case": case.name, "command": work.name, "wrong": [str(error)]})
            return None
        finally:
            case.close()
            shutil.rmtree(case.folder)

    def _case(self, work: Work) -> Case:
        self._cases += 1
        template = None if work.template is None else work.template(self._stage)
        return Case(self._stage, self._stage.folder / "cases" / str(self._cases), template)


def say(facts: dict[str, Any]) -> None:
    """Print an object on a line, at once."""
    sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    sys.stdout.flush()
