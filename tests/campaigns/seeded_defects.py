"""
Put small defects into copies of the program, one at a time, and tell which of them its tests catch.

Each defect (`seeding.defects`) is put into a copy of the tree, where the tests that belong to it are run until one
fails. Beforehand they are run without a defect: tests that fail anyhow catch nothing. The program ends with 1 if a
defect is not caught. Of two trees, such as before and after a change of the tests, the same defects should be caught.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

ROOT = Path(__file__).parents[2]
sys.modules["tests"] = ModuleType("tests")  # some installed packages bring another of this name
sys.modules["tests"].__path__ = [str(ROOT / "tests")]

from tests.campaigns.seeding.defects import DEFECTS, Defect  # noqa: E402  # after the name is taken

FAILED = re.compile(rb"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".hypothesis", ".*_cache", "__pycache__")


def first_failure(tree: Path, tests: list[str], keep: list[str]) -> str | None:
    """Run tests of a tree with its own program, and return the first that fails."""
    environment = os.environ | {"PYTHONPATH": str(tree)}  # before the tree that the environment leads to
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *keep]
    command = [sys.executable, "-m", "pytest", *options, *tests]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False, timeout=900)
    if not done.returncode:
        return None
    found = FAILED.search(done.stdout)
    if found is None:
        sys.exit((done.stdout + done.stderr).decode(errors="replace"))
    return found[1].decode()


def caught_by(tree: Path, defect: Defect, keep: list[str]) -> str | None:
    """Put a defect into a tree, run its tests, and take it out again."""
    file = tree / defect.file
    whole = file.read_bytes()
    assert 1 == whole.count(defect.good.encode()), f"{defect.file} does not have this text once: {defect.good}"
    file.write_bytes(whole.replace(defect.good.encode(), defect.bad.encode()))
    try:
        return first_failure(tree, there(tree, defect), keep)
    finally:
        file.write_bytes(whole)


def there(tree: Path, defect: Defect) -> list[str]:
    """The tests of a defect that a tree has."""
    return [test for test in defect.tests if (tree / test.partition("::")[0]).exists()]


def main() -> None:
    """Try them, and print a line for each."""
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--tree", type=Path, default=ROOT, help="whose program and tests these are")
    asking.add_argument("--only", default="", help="defects with this in their name or file")
    asking.add_argument("--trusting", action="store_true", help="do not run the tests without a defect first")
    asking.add_argument("options", nargs="*", help="of pytest, behind --")
    said = asking.parse_args()
    chosen = [defect for defect in DEFECTS if said.only in f"{defect.name} {defect.file}"]
    missed = 0
    with TemporaryDirectory(prefix="cryptodrug-seeded-") as folder:
        tree = Path(shutil.copytree(said.tree, Path(folder) / "tree", ignore=NOT_COPIED, symlinks=True))
        (tree / ".venv").symlink_to(said.tree / ".venv")
        if not said.trusting:
            tests = dict.fromkeys(test for defect in chosen for test in there(tree, defect))
            failed = first_failure(tree, list(tests), said.options)
            if failed is not None:
                sys.exit(f"{failed} fails without any defect")
        for defect in chosen:
            began = time.monotonic()
            test = caught_by(tree, defect, said.options)
            missed += test is None
            took = f"{time.monotonic() - began:.0f} s"
            sys.stdout.write(f"{defect.file}: {defect.name}: {test or 'NOT CAUGHT'} ({took})\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(chosen) - missed} of {len(chosen)} caught\n")
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
