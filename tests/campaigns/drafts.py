"""
Drafts of fixtures, made of the saved pages of a folder, and what of each page is still in its draft.

    python tests/campaigns/drafts.py --corpus FOLDER

A line for each page: of masks of buyers, masks with their minute, times of day, days, counts, shares, prices, other
numbers, ids and tokens in links, hosts, lines of keys, words, rows of words and texts of people, how many survived of
how many; how many values of records are alike, replaced by their like, meant to change, or to be looked at; what became
two different things or follows no more from other figures ("torn"); and how the draft is read otherwise. With
``--unread`` the drafts are those of ``market new``, which knows no reading. Nothing is written, and nothing of a page
is printed, unless ``--show`` is given. Ends with 1 if anything survived or is torn. Pages of no known market are passed
over, but for ``--unread``.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.cases.attempts import draft_like
from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.invention import Inventor
from cryptodrug_scraper.cases.known_words import words_in, words_of
from cryptodrug_scraper.cases.value_rules import Outcome
from cryptodrug_scraper.page.market import market_named
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext, ParsedPage

if TYPE_CHECKING:
    from cryptodrug_scraper.cases.attempts import DraftLike
    from tests.support.draft_survivors import Survivors

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS

KINDS = ["mask", "mask and minute", "clock", "day", "count", "share", "price", "number", "id", "token", "host"]
KINDS += ["line of a key", "word", "row", "text of people"]
UNREAD = ParsedPage(None, "unknown", None, complete=True)


def main() -> None:
    """Run the campaign."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=Path, required=True, help="a folder of saved pages")
    options.add_argument(
        "--captured-at", type=date.fromisoformat, metavar="DAY", help="when they were fetched, if known"
    )
    options.add_argument("--seed", default="1")
    options.add_argument("--unread", action="store_true", help="draft pages as those of a market without readers")
    options.add_argument("--show", action="store_true", help="print what survived: keep it to yourself")
    given = options.parse_args()
    captured = None if given.captured_at is None else CaptureTime.on(given.captured_at)
    files = sorted(given.corpus.rglob("*.html"))
    if not files:
        sys.exit(f"{given.corpus} has no saved page. Next: name a folder with files *.html")
    of: Counter[str] = Counter()
    left: Counter[str] = Counter()
    values: Counter[Outcome] = Counter()
    torn = passed = otherwise = to_look_at = 0
    for file in files:
        body = file.read_bytes()
        found, one = of_page(body, captured, f"{given.seed} {file.name}", is_unread=given.unread)
        differences = [] if one is None else one.differences
        name = file.relative_to(given.corpus)
        if found is None:
            passed += 1
            click.echo(f"{name}: of no known market, passed over")
            continue
        lost = Counter(one.kind for one in found.left)
        of, left, torn, otherwise = of + found.of, left + lost, torn + len(found.torn), otherwise + bool(differences)
        outcomes = Counter(each.outcome for each in one.fields) if one is not None else Counter()
        values, to_look_at = values + outcomes, to_look_at + (0 if one is None else len(one.to_look_at))
        read = "; ".join(differences) or "read alike"
        click.echo(f"{name}: {_said(lost, found.of)}; {_values(outcomes)}{len(found.torn)} torn; {read}")
        if given.show:
            click.echo("".join(f"  {one}\n" for one in (*found.left, *found.torn)), nl=False)
    count = len(files) - passed
    click.echo(
        f"{count} pages, seed {given.seed}: {_said(left, of)}; {_values(values)}{to_look_at} lines to look at; "
        f"{torn} torn; {otherwise} read otherwise"
    )
    sys.exit(1 if left.total() or torn else 0)


def of_page(
    body: bytes, captured: CaptureTime | None, seed: str, *, is_unread: bool
) -> tuple[Survivors | None, DraftLike | None]:
    """What of a page is in a draft of it, and the draft if it was read; nothing of a page that cannot be drafted."""
    from tests.support.draft_survivors import Saved, survivors

    page = parse_page(body, PageContext(None, captured))
    if page.market is None and not is_unread:
        return None, None
    words = words_in(()) if is_unread or page.market is None else words_of(market_named(page.market))
    first: list[DraftLike] = []

    def drafted(number: int) -> Saved:
        salt = hashlib.blake2b(f"{seed} {number}".encode(), digest_size=16).digest()
        if is_unread:
            return Saved(draft(body, Inventor(words, salt=salt)).body, UNREAD)
        one = draft_like(body, page, words, captured, salt)
        if number == 0:
            first.append(one)
        return Saved(one.body, parse_page(one.body, PageContext(None, one.captured)))

    found = survivors(Saved(body, UNREAD if is_unread else page), drafted, words)
    return found, first[0] if first else None


def _values(outcomes: Counter[Outcome]) -> str:
    """How many values of records had which outcome."""
    said = ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in Outcome)
    return f"values: {said}; " if outcomes else ""


def _said(left: Counter[str], of: Counter[str]) -> str:
    return ", ".join(f"{kind} {left[kind]} of {of[kind]}" for kind in KINDS if of[kind])


if __name__ == "__main__":
    main()
