"""The Tab key: what shells ask the program, and what it answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cryptodrug_scraper.cli import verbs

PROGRAM = Path(sys.executable).with_name("cryptodrug")
"""Far above what it takes, for machines that do much else."""


def completions(*words: str) -> list[str]:
    """What bash is told of the last word."""
    asked = {"COMP_WORDS": " ".join(["cryptodrug", *words]), "COMP_CWORD": str(len(words))}
    done = subprocess.run(
        [sys.executable, "-m", "cryptodrug_scraper"],
        env=os.environ | asked | {"_CRYPTODRUG_COMPLETE": "bash_complete", "CRYPTODRUG_HOME": "/dev/null"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert not done.stderr
    return done.stdout.splitlines()


def test_verbs_options_markets_and_files_are_completed() -> None:
    assert [f"plain,{name}" for name in sorted(verbs()) if name.startswith("re")] == completions("re")
    assert ["plain,drift"] == completions("report", "d")
    assert ["plain,--reparse"] == completions("replay", "--rep")
    assert ["plain,dream"] == completions("report", "drift", "--market", "dr")
    assert ["file,x"] == completions("replay", "x")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_takes_the_script(shell: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    assert program is not None, "scripts/system-packages installs it"
    script = subprocess.run(
        [sys.executable, "-m", "cryptodrug_scraper", "completion", shell], check=True, capture_output=True, text=True
    ).stdout
    (tmp_path / "script").write_text(script)
    subprocess.run([program, "-n", str(tmp_path / "script")], check=True)


def test_bash_completes_a_verb_by_the_script() -> None:
    bash = shutil.which("bash")
    assert bash is not None
    script = """
    eval "$(cryptodrug completion bash)"
    COMP_WORDS=(cryptodrug find) COMP_CWORD=1
    _cryptodrug_completion cryptodrug
    printf '%s\\n' "${COMPREPLY[@]}"
    """
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "-c", script], env=os.environ | {"PATH": path}, check=True, capture_output=True, text=True
    )
    assert (["findings"], "") == (done.stdout.split(), done.stderr)
