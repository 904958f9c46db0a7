"""
The words of every field of simulated pages: each field must have some, or be one of those that a rule exempts.

    python tests/campaigns/evidence.py --pages 1000 --seeds 4 --kept found-pages/evidence.jsonl

Every scenario and seed is an economy of its own, of which each market is crawled on one day and kept as an archive; of
the pages of each kind as many are taken as of every other, none twice. Of each page some fields are drawn, their words
are blanked on it, and the field must then be read otherwise.

Prints how many pages and fields there were, the time that a page takes by kind, and each field that has no words; ends
with 1 if there is one, or one that stays the same without its words, or if there were fewer pages. What was seen of a
page is kept in a file, with which a campaign that was broken off goes on where it was.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import msgspec

# The tests are no package, and one that is installed beside pywb has their name.
if __name__ == "__main__":
    _TESTS = ModuleType("tests")
    _TESTS.__path__ = [str(Path(__file__).parent.parent)]
    sys.modules["tests"] = _TESTS

from cryptodrug_scraper.replay.version import parser_version
from simulator.templates import MARKETS
from tests.campaigns.evidencing.choosing import chosen, crawls_of_each, digest_of
from tests.campaigns.evidencing.looking import Looked, look

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass
class Campaign:
    """
    A campaign, and what it has shown.

    Attributes:
        scenarios: of the economies.
        seeds: of the economies.
        pages: how many to look at.
        size: of the economies.
        markets: whose pages.
        kept: the file in which the pages are kept that were looked at; None keeps none.
        looked: the pages.
    """

    scenarios: Sequence[str]
    seeds: Sequence[int]
    pages: int
    size: float = 0.01
    markets: Sequence[str] = MARKETS
    kept: Path | None = None
    looked: list[Looked] = field(default_factory=list)

    def __post_init__(self) -> None:
        """
        Take up what was kept.

        Raises:
            SystemExit: it is of another campaign, or of other parsers.
        """
        if self.kept is None:
            return
        if not self.kept.exists():
            self.kept.parent.mkdir(parents=True, exist_ok=True)
            self.kept.write_bytes(self._head)
            return
        head, *lines = self.kept.read_bytes().splitlines(keepends=True)
        if head != self._head:
            sys.exit(f"{self.kept} is of other pages or other parsers: remove it, or name another file")
        whole = [line for line in lines if line.endswith(b"\n")]
        self.kept.write_bytes(b"".join([head, *whole]))  # without a line that was broken off
        self.looked = [msgspec.json.decode(line, type=Looked) for line in whole]

    def run(self) -> None:
        """Look at the pages that are left."""
        crawls = crawls_of_each(self.scenarios, self.seeds, self.size, self.markets)
        done = 0
        for place, crawl in enumerate(crawls):
            share = -(-(self.pages - done) // (len(crawls) - place))
            mine = {each.digest for each in self.looked if each.crawl == crawl.name}
            known = {each.digest for each in self.looked} - mine
            if len(mine) < share:
                for capture in chosen(crawl.captures(), share, known):
                    if digest_of(capture) not in mine:
                        self._keep(look(capture, crawl.name))
            done += sum(each.crawl == crawl.name for each in self.looked)

    def lines(self, most: int) -> Iterator[str]:
        """What is to be told, with so many of each fault."""
        if not self.looked:
            yield "no page was looked at"
            return
        exempt = Counter[str]()
        for each in self.looked:
            exempt.update(each.exempt)
        lacking, unchanged, unfinished = self.faults
        words, otherwise, blanked = (
            sum(getattr(each, name) for each in self.looked) for name in ("words", "otherwise", "blanked")
        )
        fields = words + otherwise + exempt.total() + len(lacking)
        yield (
            f"{', '.join(self.scenarios)}: {len(self.looked)} different pages, {fields} fields: {words} have words, "
            f"{otherwise} a label, the address or the time of capture, {exempt.total()} are exempt, "
            f"{len(lacking)} have nothing"
        )
        yield f"exempt: {', '.join(f'{count} {rule}' for rule, count in exempt.most_common())}"
        yield f"blanked: {blanked + len(unchanged)} fields, {blanked} read otherwise then, {len(unchanged)} as before"
        yield _times("a page", self.looked)
        kinds: dict[str, list[Looked]] = defaultdict(list)
        for each in self.looked:
            kinds[each.kind].append(each)
        yield from (_times(f"{len(those)} pages {kind}", those) for kind, those in sorted(kinds.items()))
        if len(self.looked) < self.pages:
            yield f"{self.pages - len(self.looked)} pages are lacking: more seeds have more"
        for what, those in (("no words", lacking), ("unchanged", unchanged), ("too long", unfinished)):
            yield from (f"{what}: {fault}" for fault in those[:most])

    @property
    def faults(self) -> tuple[list[str], list[str], list[str]]:
        """Fields without words, fields that stay the same without theirs, and pages of which the search was ended."""
        return (
            [fault for each in self.looked for fault in each.lacking],
            [fault for each in self.looked for fault in each.unchanged],
            [each.where for each in self.looked if not each.is_whole],
        )

    @property
    def is_good(self) -> bool:
        """Whether there were all pages, and nothing wrong with any."""
        return len(self.looked) >= self.pages and not any(self.faults)

    @property
    def _head(self) -> bytes:
        versions = [parser_version(market) for market in self.markets]
        return msgspec.json.encode([self.scenarios, list(self.seeds), self.pages, self.size, versions]) + b"\n"

    def _keep(self, looked: Looked) -> None:
        self.looked.append(looked)
        if self.kept is not None:
            with self.kept.open("ab") as file:
                file.write(msgspec.json.encode(looked) + b"\n")


def _times(what: str, looked: Sequence[Looked]) -> str:
    seconds = [each.seconds for each in looked]
    return f"seconds, {what}: median {statistics.median(seconds):.2f}, worst {max(seconds):.2f}"


def _main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=1000, help="of all scenarios together")
    options.add_argument("--seeds", type=int, default=4, help="how many, one after the other")
    options.add_argument("--seed", type=int, default=1, help="the first of them")
    options.add_argument("--scenario", action="append", help="default: cryptodrug and hard")
    options.add_argument("--size", type=float, default=0.01)
    options.add_argument("--kept", type=Path, help="file that keeps what was seen, to go on with")
    options.add_argument("--show", type=int, default=40, help="fields to print of each fault")
    given = options.parse_args()
    seeds = range(given.seed, given.seed + given.seeds)
    campaign = Campaign(given.scenario or ["cryptodrug", "hard"], seeds, given.pages, given.size, kept=given.kept)
    try:
        campaign.run()
    except KeyboardInterrupt:
        sys.stdout.write("\n  ".join(campaign.lines(given.show)) + "\n")
        sys.stderr.write("broken off: the same command goes on, if what was seen is --kept\n")
        return 130
    sys.stdout.write("\n  ".join(campaign.lines(given.show)) + "\n")
    return 0 if campaign.is_good else 1


if __name__ == "__main__":
    sys.exit(_main())
