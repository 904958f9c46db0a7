"""
The words of every field of simulated pages: each field must have some, or be one of those that a rule exempts.

    python tests/campaigns/evidence.py --pages 1000 --seeds 3 --scenario cryptodrug --scenario hard

Every scenario and seed is an economy of its own, of which each market is crawled on one day and kept as an archive; of
the pages of each kind as many are taken as of every other. Of each page some fields are drawn, their words are blanked
on it, and the field must then be read otherwise. Prints the shares, the time that a page takes by kind, and each field
that has no words; ends with 1 if there is one, or one that stays the same without its words.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.evidence.alteration import GENTLE, altered, blank
from cryptodrug_scraper.explore.evidence.difference import BY_KIND, Reading
from cryptodrug_scraper.explore.evidence.found import evidence_of
from cryptodrug_scraper.importers import ImportReport, captures_in
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from simulator.archiving import archive_crawls
from simulator.archiving.policy import Policy
from simulator.archiving.schedule import crawls_of
from simulator.economy import build_world, load_scenario
from simulator.site import Viewer
from simulator.templates import MARKETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.explore.evidence.alteration import Way
    from cryptodrug_scraper.explore.evidence.found import PageEvidence

_DAYS = (date(2018, 12, 1), date(2019, 2, 10), date(2019, 4, 2))
_VIEWERS = (
    Viewer(),
    Viewer(language="de", currency="EUR", layout="B"),
    Viewer(language="fr", cards=90),
    Viewer(language="es", layout="B", cards=90),
)
_DRAWN = 6
"""Fields of a page whose words are blanked."""


@dataclass
class Shown:
    """
    What a campaign has shown.

    Attributes:
        seconds: of processor time that the evidence of each page took, by market and kind.
        words: fields that have words.
        otherwise: fields whose value is known by a label, the page's address or the time of its capture.
        exempt: fields that need no words, by the rule that exempts them.
        blanked: fields whose words were blanked and that were read otherwise then.
        lacking: fields that should have words, and have none.
        unchanged: fields that are read the same without their words.
        unfinished: pages of which the bound on readings ended the search.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    words: int = 0
    otherwise: int = 0
    exempt: Counter[str] = field(default_factory=Counter)
    blanked: int = 0
    lacking: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    @property
    def fields(self) -> int:
        """All fields."""
        return self.words + self.otherwise + self.exempt.total() + len(self.lacking)

    @property
    def pages(self) -> int:
        """All pages."""
        return sum(map(len, self.seconds.values()))


def campaign(
    scenario: str, seeds: Sequence[int], pages: int, size: float = 0.01, markets: Sequence[str] = MARKETS
) -> Shown:
    """Look for the words of the fields of some pages of a scenario, of as many economies as there are seeds."""
    shown = Shown()
    for seed in seeds:
        for market, captures in _crawled(scenario, seed, size, markets):
            for number, capture in enumerate(_of_each_kind(captures, -(-pages // (len(seeds) * len(markets))))):
                _look(capture, shown, f"{scenario}, seed {seed}, {market}", random.Random(f"{seed} {number}"))
    return shown


def _crawled(scenario: str, seed: int, size: float, markets: Sequence[str]) -> Iterator[tuple[str, list[Capture]]]:
    """The pages of one crawl of each market, which goes wrong now and then, read from the archive of it."""
    world = build_world(load_scenario(scenario, seed=seed, size=size))
    policy = Policy(days=[_DAYS[seed % len(_DAYS)]], truncated=0.02, walls=0.005, bad_gateway=0.002)
    for place, market in enumerate(markets):
        with TemporaryDirectory(prefix="evidence-") as folder:
            crawls = crawls_of(world.scenario, market, policy)
            archive_crawls(world, crawls, Path(folder), _VIEWERS[(seed + place) % len(_VIEWERS)], workers=1)
            yield market, list(captures_in(Path(folder), ImportReport()))


def _of_each_kind(captures: Sequence[Capture], most: int) -> Iterator[Capture]:
    """Captures of each kind of page alike, spread over all that there are."""
    kinds: dict[str, list[Capture]] = defaultdict(list)
    for capture in captures:
        kinds[parse_page(capture.body, PageContext(capture.url, capture.captured)).kind].append(capture)
    left = most
    for place, (_, those) in enumerate(sorted(kinds.items(), key=lambda item: len(item[1]))):
        share = min(len(those), -(-left // (len(kinds) - place)))
        left -= share
        yield from (those[number * len(those) // share] for number in range(share))


def _look(capture: Capture, shown: Shown, where: str, chance: random.Random) -> None:
    began = time.process_time()
    found = evidence_of(capture.body, capture.url, capture.captured)
    spent = time.process_time() - began
    where = f"{where}, {found.page.kind} {capture.url}"
    if not found.fields:  # a wall says nothing
        return
    shown.seconds[f"{found.page.market} {found.page.kind}"].append(spent)
    if not found.is_whole:
        shown.unfinished.append(where)
    for (place, name), evidence in found.fields.items():
        if name in BY_KIND:
            shown.exempt[_rule(found, place, name)] += 1
        elif evidence.words:
            shown.words += 1
        elif evidence.is_found:
            shown.otherwise += 1
        elif not evidence.is_said:
            shown.exempt[_rule(found, place, name)] += 1
        else:
            shown.lacking.append(f"{where}: {name} of {found.page.records[place]!r}")
    _blank(found, PageContext(capture.url, capture.captured), shown, where, chance)


def _rule(found: PageEvidence, place: int, name: str) -> str:
    value = getattr(found.page.records[place], name, None)
    if name in BY_KIND:
        return "says of what kind the record is, or what decided"
    return "a mark, known by where it stands" if isinstance(value, bool) else "says that there is nothing"


def _blank(found: PageEvidence, context: PageContext, shown: Shown, where: str, chance: random.Random) -> None:
    """Blank the words of some fields, of different names as far as there are, and read the page again."""
    by_name: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, evidence in found.fields.items():
        if evidence.words and key[1] not in BY_KIND:
            by_name[key[1]].append(key)
    reading = Reading(found.page)
    for name in chance.sample(sorted(by_name), min(_DRAWN, len(by_name))):
        key = chance.choice(by_name[name])
        bit = 1 << reading.fields.index(key)
        if any(reading.against(parse_page(_without(found, key, how), context)).all & bit for how in _WAYS):
            shown.blanked += 1
        else:
            words = [found.text[span.start : span.end][:60] for span in found.fields[key].words]
            shown.unchanged.append(f"{where}: {name} of {found.page.records[key[0]]!r} without {words}")


_WAYS: tuple[tuple[Way, Way], ...] = (
    *((how, how) for how in (blank, altered, *GENTLE)),
    *((altered, how) for how in GENTLE),
)
"""How texts are altered, and how attributes: an address of which all is altered may be passed over for another."""


def _without(found: PageEvidence, key: tuple[int, str], how: tuple[Way, Way]) -> bytes:
    text = found.text
    for span in sorted(found.fields[key].words, key=lambda span: -span.start):
        change = how[span.attribute is not None]
        text = text[: span.start] + change(text[span.start : span.end]) + text[span.end :]
    return text


def _lines(name: str, shown: Shown, most: int) -> Iterator[str]:
    every = sorted(second for seconds in shown.seconds.values() for second in seconds)
    yield (
        f"{name}: {shown.pages} pages, {shown.fields} fields: {shown.words} have words, {shown.otherwise} a label, the "
        f"address or the time of capture, {shown.exempt.total()} are exempt, {len(shown.lacking)} have nothing"
    )
    yield f"exempt: {', '.join(f'{count} {rule}' for rule, count in shown.exempt.most_common())}"
    yield f"without their words {shown.blanked} of {shown.blanked + len(shown.unchanged)} fields are read otherwise"
    yield f"seconds a page: median {statistics.median(every):.2f}, worst {every[-1]:.2f}"
    for kind, seconds in sorted(shown.seconds.items()):
        yield f"  {kind}: {len(seconds)} pages, median {statistics.median(seconds):.2f}, worst {max(seconds):.2f}"
    for what, those in (("no words", shown.lacking), ("unchanged", shown.unchanged), ("too long", shown.unfinished)):
        yield from (f"{what}: {each}" for each in those[:most])


def _main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=500, help="of each scenario")
    options.add_argument("--seeds", type=int, default=3, help="how many, one after the other")
    options.add_argument("--seed", type=int, default=1, help="the first of them")
    options.add_argument("--scenario", action="append", help="default: cryptodrug and hard")
    options.add_argument("--size", type=float, default=0.01)
    options.add_argument("--show", type=int, default=40, help="fields to print of each fault")
    given = options.parse_args()
    failed = False
    for scenario in given.scenario or ("cryptodrug", "hard"):
        shown = campaign(scenario, range(given.seed, given.seed + given.seeds), given.pages, given.size)
        sys.stdout.write("\n  ".join(_lines(scenario, shown, given.show)) + "\n")
        sys.stdout.flush()
        failed = failed or bool(shown.lacking or shown.unchanged or shown.unfinished)
    return int(failed)


if __name__ == "__main__":
    sys.exit(_main())
