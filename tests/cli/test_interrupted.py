"""Ctrl-C before a command has begun."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

PROGRAM = """
import os, runpy, signal, sys
module, inherited = sys.argv[1:]
signal.signal(signal.SIGINT, getattr(signal, inherited))
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
sys.argv = ["cryptodrug", "market", "list"]
runpy.run_module("cryptodrug_scraper", run_name="__main__", alter_sys=True)
"""
"""
Runs a command, and sends itself SIGINT when a module is imported. What SIGINT does by then is given: whoever started
these tests, such as a script in its background, may have it ignored.
"""


def run(module: str, inherited: str = "default_int_handler") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, module, inherited]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.mark.parametrize("module", ["cryptodrug_scraper.cli", "click", "cryptodrug_scraper.cli.screen"])
def test_while_it_is_loaded_the_program_ends_without_a_word(module: str) -> None:
    done = run(module)
    assert (-signal.SIGINT, "", "") == (done.returncode, done.stdout, done.stderr)


def test_while_it_is_loaded_a_signal_that_its_parent_had_ignored_stays_ignored() -> None:
    done = run("click", "SIG_IGN")
    assert (0, "") == (done.returncode, done.stderr)


def test_once_it_runs_it_says_so() -> None:
    done = run("cryptodrug_scraper.page.plugins")
    said = "\ninterrupted: what was done is whole and stays; to go on, run the same command again\n"
    assert (130, "", said) == (done.returncode, done.stdout, done.stderr)
