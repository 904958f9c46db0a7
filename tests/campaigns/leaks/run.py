"""Run one command traced, and tell what it reached for."""

from __future__ import annotations

import json
import os
import pwd
import re
import sys
from typing import TYPE_CHECKING

from tests.campaigns.commands.case import Case
from tests.campaigns.commands.finish import finish
from tests.campaigns.leaks.trace import no_routes, reached, traced

if TYPE_CHECKING:
    from tests.campaigns.commands.stage import Stage
    from tests.campaigns.commands.work import Work

__all__ = ["traced_run"]


def traced_run(work: Work, stage: Stage) -> bool:
    """Run a command on a case of its own, print a line, and tell whether anything is wrong."""
    template = None if work.template is None else work.template(stage)
    trace = stage.folder / "trace"
    trace.write_bytes(b"")
    case = Case(stage, stage.folder / "cases" / re.sub(r"\W+", "_", work.name.lower()), template, before=traced(trace))
    before = no_routes()
    try:
        work.prepare(case)
        code = finish(case, work, case.start(work.arguments(case)))
        left = case.left()
        without_way = no_routes() - before
        with trace.open(encoding="utf-8", errors="replace") as lines:
            found = reached(lines)
    finally:
        case.close()
    wrong = found.outside + found.names + left
    if code != work.code:
        wrong.append(f"it ends with {code}: {case.said()}")
    if without_way and work.asks != "tor":  # the relays of a network look which addresses they have
        wrong.append(f"{without_way} times the kernel found no way")
    if not trace.stat().st_size:
        wrong.append("nothing was traced")
    user = pwd.getpwuid(os.geteuid()).pw_name
    facts = {"command": work.name, "user": user, "code": code, "to_this_machine": found.inside.total(), "wrong": wrong}
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()
    return bool(wrong)
