"""
The parsers over simulated pages of many economies: what they read must be what the states say that the pages show.

    python tests/campaigns/simulated_pages.py --pages 10000 --seeds 20 --market dream

Every seed is an economy of its own. Its pages are taken at several instants and by several accounts, as many of each
kind as there are, up to an equal share. Prints how many were read, and the first differences; ends with 1 if there are
any.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.printed import page_object
from simulator.draws import Draws
from simulator.economy import build_world, instant_of, load_scenario, snapshot_of
from simulator.hosts import host_at
from simulator.site import Viewer
from simulator.templates import MARKETS, template_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.economy import World
    from simulator.site import Expected, Request, Template
    from simulator.state import Snapshot

_INSTANTS = 4
"""Instants at which each economy is looked at."""
_ABSENT = "(absent)"
_VIEWERS: dict[str, Sequence[Viewer]] = {
    "dream": (Viewer(), Viewer(currency="EUR")),
    "empire": (Viewer(), Viewer(currency="EUR")),
    "wallstreet": (
        Viewer(),
        Viewer(language="de", currency="EUR", layout="B"),
        Viewer(language="fr", cards=90),
        Viewer(language="es", layout="B", cards=90),
        Viewer(language="it", currency="GBP"),
        Viewer(language="pt"),
    ),
}


@dataclass
class Found:
    """
    What a campaign has found.

    Attributes:
        pages: pages read, by kind.
        records: records on them.
        fields: fields of these that were compared.
        differences: each as market, seed, instant, address and what differs.
    """

    pages: Counter[str] = field(default_factory=Counter)
    records: int = 0
    fields: int = 0
    differences: list[str] = field(default_factory=list)


def campaign(market: str, *, pages: int, seeds: Sequence[int], scenario: str = "toy") -> Found:
    """Read some pages of a market, of as many economies as there are seeds."""
    found = Found()
    for seed in seeds:
        world = build_world(load_scenario(scenario, seed=seed))
        each = -(-pages // (len(seeds) * _INSTANTS))
        for number in range(_INSTANTS):
            _look(world, market, number, each, found)
    return found


def differences(read: dict[str, Any], expected: Expected, market: str) -> Iterator[str]:
    """Every field on which what was read and what should be read differ; records are paired by kind and place."""
    from tests.support.stated import as_stated

    if read["market"] != market or read["kind"] != expected.kind or not read["complete"]:
        yield f"{expected.kind} was read as {read['market']} {read['kind']}, complete: {read['complete']}"
    issues = sorted(issue["code"] for issue in read["issues"])
    if issues != sorted(expected.issues):
        yield f"issues: expected {sorted(expected.issues)}, got {read['issues']}"
    wanted, got = _by_kind(expected.records), _by_kind(as_stated(read["records"]))
    for name in sorted(wanted.keys() | got.keys()):
        if len(wanted[name]) != len(got[name]):
            yield f"{name}: expected {len(wanted[name])} records, got {len(got[name])}"
        for place, (left, right) in enumerate(zip(wanted[name], got[name], strict=False)):
            for key in sorted(left.keys() | right.keys()):
                if left.get(key, _ABSENT) != right.get(key, _ABSENT):
                    yield f"{name} {place}.{key}: expected {left.get(key, _ABSENT)!r}, got {right.get(key, _ABSENT)!r}"


def _look(world: World, market: str, number: int, pages: int, found: Found) -> None:
    """Read pages of one instant, of each kind alike."""
    draws = Draws(world.scenario.seed, f"look at {market}")
    table = world.scenario.markets[market]
    first = max(instant_of(table.founded), world.calendar.first)
    last = world.markets[market].closes
    instant = first + (2 * number + 1) * (last - first) // (2 * _INSTANTS) + draws.word(number) % 86_400
    viewers = _VIEWERS[market]
    viewer = viewers[draws.word(number, 1) % len(viewers)]
    snapshot = snapshot_of(world, market, instant)
    template = template_of(market)
    kinds: dict[str, list[Request]] = defaultdict(list)
    for kind, request in template.requests(snapshot, viewer):
        kinds[kind].append(request)
    left = pages
    for place, (_, requests) in enumerate(sorted(kinds.items(), key=lambda item: len(item[1]))):
        share = min(len(requests), -(-left // (len(kinds) - place)))
        left -= share
        for chosen in range(share):
            request = requests[chosen * len(requests) // share]
            _compare(template, snapshot, request, viewer, found, f"seed {world.scenario.seed}")


def _compare(
    template: Template, snapshot: Snapshot, request: Request, viewer: Viewer, found: Found, economy: str
) -> None:
    page, expected = template.page(snapshot, request, viewer), template.expected(snapshot, request, viewer)
    captured = CaptureTime.at(datetime.fromtimestamp(snapshot.instant, UTC))
    context = PageContext(url=f"http://{host_at(template.name, snapshot.instant)}{request.path}", captured=captured)
    read: dict[str, Any] = json.loads(to_json(page_object(parse_page(page.body, context), captured)))
    found.pages[page.kind] += 1
    found.records += len(expected.records)
    found.fields += sum(map(len, expected.records))
    where = f"{template.name}, {economy}, {captured.earliest:%FT%TZ}, {viewer}, {request}"
    if page.kind != expected.kind:
        found.differences.append(f"{where}: the page is a {page.kind}, what is expected that of a {expected.kind}")
    found.differences += [f"{where}: {what}" for what in differences(read, expected, template.name)]


def _by_kind(records: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        kinds[record["record"]].append(record)
    return kinds


def _main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=10_000)
    options.add_argument("--seeds", type=int, default=20, help="how many; they are 1, 2, 3 …")
    options.add_argument("--market", choices=MARKETS, action="append")
    options.add_argument("--scenario", default="toy")
    options.add_argument("--show", type=int, default=20, help="differences to print")
    given = options.parse_args()
    failed = 0
    for market in given.market or MARKETS:
        began = time.monotonic()
        found = campaign(market, pages=given.pages, seeds=range(1, given.seeds + 1), scenario=given.scenario)
        figures = (
            f"{market}: {found.pages.total()} pages of {given.seeds} economies, {found.records} records, "
            f"{found.fields} fields, {len(found.differences)} differences; {time.monotonic() - began:.0f} s"
        )
        lines = [
            figures,
            ", ".join(f"{kind} {count}" for kind, count in sorted(found.pages.items())),
            *found.differences[: given.show],
        ]
        sys.stdout.write("\n  ".join(lines) + "\n")
        sys.stdout.flush()
        failed += bool(found.differences)
    return int(failed > 0)


if __name__ == "__main__":
    # The tests are no package, and one that is installed beside pywb has their name.
    _tests = ModuleType("tests")
    _tests.__path__ = [str(Path(__file__).parent.parent)]
    sys.modules["tests"] = _tests
    sys.exit(_main())
