"""
Pages that hide what is marked on them and imitate marks, as Chromium draws them once they were made harmless.

    python tests/campaigns/marks.py --pages 2000 --seed 1

Every way of hiding and of imitating is tried alone, and then drawn ones within one another, a dozen to a page. Every
mark must be seen: of some size, on the page, on top of everything, in other colours than its ground; and nothing else
may have what a mark has. Ends with 1 if a mark is hidden or forged; the seed of a page makes it again.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING

# The tests are no package, and one that is installed beside pywb has their name.
if __name__ == "__main__":
    _TESTS = ModuleType("tests")
    _TESTS.__path__ = [str(Path(__file__).parent.parent)]
    sys.modules["tests"] = _TESTS

from tests.support.browsing import browser
from tests.support.mark_tricks import FORGING, random_page, tricks_alone
from tests.support.seen_marks import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["faults"]


def faults(pages: int, seed: int) -> Iterator[str]:
    """Each mark that is hidden or forged, by the trick or the seed that does it."""
    with browser() as tab, TemporaryDirectory(prefix="marks-") as folder:
        file = Path(folder) / "page.html"
        for name, page in tricks_alone():
            yield from (f"{name}: {fault}" for fault in faults_of(tab, page, file))
        for number in range(seed, seed + pages):
            yield from (f"seed {number}: {fault}" for fault in faults_of(tab, random_page(number), file))


def _main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=2000, help="of drawn tricks, a dozen each")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    found = list(faults(given.pages, given.seed))
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.stdout.write(f"{given.pages} pages and {len(FORGING)} imitations from seed {given.seed}: {len(found)} faults\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(_main())
