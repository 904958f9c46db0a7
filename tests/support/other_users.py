"""Users other than the one that runs the tests."""

from __future__ import annotations

import os
import shutil

__all__ = ["NOBODY", "as_ordinary_user"]

NOBODY = 65534


def as_ordinary_user() -> list[str]:
    """
    What to put before a command so that an ordinary user runs it: nothing, where one runs the tests.

    It may read everything, since the program may lie in a folder that only root enters, as /root is on Debian; it owns
    and writes as any other. That takes the securebit too: without it ``access()``, by which PostgreSQL's programs look
    for one another, leaves the capability out of account.
    """
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    assert setpriv is not None
    return [
        *(setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
        *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--securebits=+no_setuid_fixup"),
    ]
