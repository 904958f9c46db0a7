"""
Write what the commands of the guides print, with the world of ``make demo`` loaded into a database made for it.

    python docs/guides.py             # docs/querying.md and docs/reproducing.md
    python docs/guides.py --check     # write nothing; exit 1 if one prints other than it shows

A block of output with ``…`` is compared and never written. What changed is printed: the text around it tells of it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from types import ModuleType

__all__ = ["GUIDES", "main"]

HERE = Path(__file__).parent
GUIDES = ("querying.md", "reproducing.md")
DEMO = HERE.parent / "fixtures" / "demo"
_TESTS = ModuleType("tests")  # by its place, for some distributions install a package of that name
_TESTS.__path__ = [str(HERE.parent / "tests")]


def main() -> None:
    """Walk through the guides, and write or check them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="write nothing; exit 1 if one is not current")
    check = options.parse_args().check
    with tempfile.TemporaryDirectory() as home:
        os.environ["CRYPTODRUG_HOME"] = home
        os.environ.pop("CRYPTODRUG_DATABASE_URL", None)
        _load()
        changed = [name for name in GUIDES if _walk(HERE / name, check=check)]
    if check and changed:
        sys.exit(f"not current: {', '.join(changed)}: run make docs")


def _load() -> None:
    from cryptodrug_scraper.derive.parameters import read_parameters
    from cryptodrug_scraper.replay import replay
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.study.run import derive

    with open_database() as database:
        replay(database.engine, [DEMO], workers=2)
        derive(database, read_parameters())


def _walk(page: Path, *, check: bool) -> bool:
    """Run each command of a page; return whether one prints other than the page shows."""
    sys.modules["tests"] = _TESTS
    import shlex

    from tests.support.console_page import Walk, steps

    whole = page.read_text(encoding="utf-8")
    walk, is_changed = Walk(), False
    for step in steps(whole):
        printed = walk.printed(shlex.split(step.command)[1:]).decode()
        try:
            walk.compare(step, printed)
        except AssertionError as difference:
            is_changed = True
            sys.stdout.write(f"{page.name}: {difference}\n\n")
            if "…" not in step.shown:
                whole = whole.replace(f"{step.shown}\n", _bare(printed), 1)
    if is_changed and not check:
        page.write_text(whole, encoding="utf-8")
    return is_changed


def _bare(text: str) -> str:
    """Without spaces at the ends of lines, and empty lines at the ends."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n"


if __name__ == "__main__":
    main()
