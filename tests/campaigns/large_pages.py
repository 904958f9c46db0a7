"""
Pages as large as a hostile market can make them, through `explore`: what each takes, and who waits for it.

    python tests/campaigns/large_pages.py

Of each shape the words of the first records are looked for, and those of one in the middle, as `explore` does it: in a
process of its own. Meanwhile an ordinary page is asked for. Ends with 1 if a search takes more processor time than its
bound, if an ordinary page waits, or if words are named that stand elsewhere.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import ModuleType

# The tests are no package, and one that is installed beside pywb has their name.
if __name__ in {"__main__", "__mp_main__"}:  # the latter in processes of its own
    _TESTS = ModuleType("tests")
    _TESTS.__path__ = [str(Path(__file__).parent.parent)]
    sys.modules["tests"] = _TESTS

from cryptodrug_scraper.errors import ParseError
from cryptodrug_scraper.explore.apart import MOST_SECONDS
from cryptodrug_scraper.explore.looking import Looking, found_on
from cryptodrug_scraper.page.moments import parse_capture_time
from tests.support.large_pages import SHAPES, many_ratings

_CAPTURED = parse_capture_time("2019-02-02T10:00:00Z")
_MOST_WAIT = 3 * MOST_SECONDS
"""Seconds that an ordinary page may take beside one that takes all it may, on a machine that is busy."""


def _given(body: bytes, only: int | None = None) -> tuple[object, ...]:
    return body, None, _CAPTURED, only, 0


def _main() -> int:
    wrong = 0
    for name, make in SHAPES.items():
        body = make()
        looking = Looking(0.01)
        began = time.monotonic()
        for only in (None, 3000):
            with suppress(TimeoutError):
                looking.found((name, only), found_on, partial(_given, body, only))
        answered = time.monotonic() - began
        looking.patience = 600
        looking.found("ordinary", found_on, partial(_given, many_ratings(3)))
        waited = time.monotonic() - began
        told = []
        for only in (None, 3000):
            try:
                found = looking.found((name, only), found_on, tuple)
                lacking = sum(each.is_said and not each.is_found for each in found.fields.values())
                told.append(f"{len(found.fields)} fields, {lacking} without words, {found.ended or 'to its end'}")
            except ParseError as error:
                told.append(str(error))
        took = time.monotonic() - began
        wrong += waited > _MOST_WAIT
        sys.stdout.write(
            f"{name}, {len(body)} bytes: answered after {answered:.2f} s, an ordinary page after {waited:.1f} s, "
            f"found after {took:.1f} s: {'; '.join(told)}\n"
        )
        sys.stdout.flush()
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(_main())
