"""What a market still lacks."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.cases.case import cases_below, fields_of, read_case
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError, ParseError
from cryptodrug_scraper.explore.inert.sheet import sheet_of_market
from cryptodrug_scraper.page.calendar import Calendar
from cryptodrug_scraper.page.guard import ReaderFailedError, run
from cryptodrug_scraper.page.market import markets
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import WALLS
from cryptodrug_scraper.page.records import Category, Listing
from cryptodrug_scraper.page.text import decode
from cryptodrug_scraper.scaffold.drafts import NOTE
from cryptodrug_scraper.scaffold.lack import Lack, note, required
from cryptodrug_scraper.scaffold.skeleton import TO_CLASS
from cryptodrug_scraper.scaffold.unfilled import unfilled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptodrug_scraper.cases.case import Case
    from cryptodrug_scraper.page.market import Market
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["LEAST_CASES", "lacks_of", "unclassed"]

LEAST_CASES = 3
"""Cases for each kind of page with content; fewer show no difference between pages."""
_MOST_PATHS = 5
"""Categories or fixtures that are named; of more, how many there are."""
_UNREAD = frozenset({"unknown_label", "unknown_kind"})
"""What a case may have been made to show; then its expected.json has it."""
_FAULTS = frozenset({"reader_failed", "unexpected_structure", "no_records"})
"""What no case of a finished market has."""


def lacks_of(
    market: Market, roots: Sequence[Path], documents: Sequence[Path], *, has_pages: bool = False
) -> Iterator[Lack]:
    """
    Look at a market and its cases.

    Args:
        market: the market.
        roots: folders with the cases of markets, of which the first that is there counts.
        documents: files of documentation, one of which should name the market.
        has_pages: whether saved pages tell besides which fields none fills, so that cases need not.
    """
    root = next((each for each in roots if each.is_dir()), None)
    if root is None:
        where = " or ".join(str(each) for each in roots)
        yield required(
            "fixtures",
            f"there is no folder {where} in {Path.cwd()}: go to that of the distribution, or name --fixtures",
        )
    every = [] if root is None else cases_below(root)
    cases = [case for case in every if case.market == market.name]
    pages = [(case, parse_page(case.body, case.context)) for case in cases]
    yield from _cases(market, pages)
    yield from _claims(market, every)
    yield from _joined([lack for case, page in pages for lack in _of_case(case, page)])
    yield from _unnoted([case for case, _ in pages])
    yield from _categories(market, [page for _, page in pages])
    yield from _spider(market, [page for _, page in pages])
    if market.calendar == Calendar():
        yield required("calendar", "it is empty: say in calendar.toml between which days the pages can be used")
    if fault := sheet_of_market(market.name).fault:
        yield required("page.css", fault)
    yield from _documents(market, documents)
    if not has_pages:
        yield from unfilled([page for _, page in pages])


def unclassed(market: Market) -> Iterator[Lack]:
    """Name categories of a market of which nobody has said what is sold in them: how many, and the first."""
    paths = [" > ".join(row.path) for row in market.taxonomy.rows if row.note == TO_CLASS]
    if paths:
        number = "1 category is" if len(paths) == 1 else f"{len(paths)} categories are"
        first = _first([repr(path) for path in paths])
        yield required("taxonomy", f"{number} not classed: say in taxonomy.csv what is sold in {first}")


def _documents(market: Market, documents: Sequence[Path]) -> Iterator[Lack]:
    where = " or ".join(str(path) for path in documents)
    texts = [path.read_text(encoding="utf-8") for path in documents if path.is_file()]
    if not texts:
        yield required(
            "docs", f"there is no {where} in {Path.cwd()}: go to the folder of the distribution, or name --docs"
        )
    elif not any(market.title in text for text in texts):
        yield required("docs", f"{market.title} is not named in {where}: say how well its pages are known")


def _cases(market: Market, pages: list[tuple[Case, ParsedPage]]) -> Iterator[Lack]:
    times = Counter(case.kind for case, _ in pages)
    for kind in market.readers:
        if times[kind] < LEAST_CASES:
            yield required(
                kind,
                f"{counted(times[kind], 'fixture')}: make at least {LEAST_CASES} with cryptodrug fixture draft; "
                "of a page that is the only one of its kind, draft it again under other names, which invents other "
                "values, and vary what it shows by hand",
            )
    for wall in market.walls:
        if not times[wall]:
            yield required(wall, "a wall of the market's own without a fixture: make one")
    if walls := sorted(WALLS - {"foreign", "unknown"} - times.keys()):
        yield note("walls", f"no fixture of {', '.join(walls)}: make one of each that the market has")


def _claims(market: Market, cases: list[Case]) -> Iterator[Lack]:
    """Pages that two markets claim: the one whose name comes first would have them all."""
    found: Counter[str] = Counter()
    for case in cases:
        body = decode(case.body)[0]
        claimants = [market] if case.market != market.name else [each for each in markets() if each.name != market.name]
        found.update(f"{each.name} claims pages of {case.market}" for each in claimants if _is_claimed(each, body))
    for said, times in sorted(found.items()):
        yield required("claims", f"{said}: {times} of the fixtures: go by marks that only one of them has")


def _is_claimed(market: Market, body: bytes) -> bool:
    try:
        return run(f"claims of {market.name}", market.claims, body, market.sources)
    except (ReaderFailedError, ParseError):  # parsing the market's own fixtures shows it as an issue
        return False


def _of_case(case: Case, page: ParsedPage) -> Iterator[Lack]:
    what = f"{case.kind}/{case.folder.name}"
    if (page.market, page.kind) != (case.market, case.kind):
        yield required(what, f"read as {page.kind} of {page.market or 'no market'}: correct claims, classify or folder")
    accepted: list[object] = []
    try:
        accepted = case.expected["issues"]
        if fields_of(case.expected) != fields_of(read_case(case)):
            yield required(what, "not read as expected: see cryptodrug fixture check")
    except ArchiveError:
        yield required(what, "no expected.json: write it with cryptodrug fixture rerun, and read it")
    for issue in page.issues:
        said = f"{issue.code}: {issue.detail}"
        if issue.code in _FAULTS:
            yield required(what, said)
        elif issue.severity == "error" or issue.code in _UNREAD:
            yield note(what, said) if msgspec.to_builtins(issue) in accepted else required(what, said)


def _joined(lacks: Sequence[Lack]) -> Iterator[Lack]:
    """What several cases lack alike, once with their number and the first of them."""
    alike: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for lack in lacks:
        alike[lack.required, lack.detail].append(lack.what)
    for (is_required, detail), cases in alike.items():
        several = f"{detail}: {_first(cases)}"
        what, said = (cases[0], detail) if len(cases) == 1 else (counted(len(cases), "fixture"), several)
        yield Lack(required=is_required, what=what, detail=said)


def _first(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_PATHS]) + (", …" if len(names) > _MOST_PATHS else "")


def _unnoted(cases: Sequence[Case]) -> Iterator[Lack]:
    """Name the fixtures of which nobody has said what they show: how many, and the first."""
    found = [
        f"{case.kind}/{case.folder.name}"
        for case in cases
        if msgspec.json.decode((case.folder / "meta.json").read_bytes()).get("note") in {NOTE, ""}
    ]
    if found:
        number = counted(len(found), "fixture has|fixtures have")
        said = f"{number} no note in meta.json: read each draft, and say what it shows: {_first(found)}"
        yield required("fixtures", said)


def _categories(market: Market, pages: list[ParsedPage]) -> Iterator[Lack]:
    seen: dict[tuple[str | None, tuple[str, ...]], None] = {}
    for page in pages:
        for record in page.records:
            if isinstance(record, Category):
                seen[record.category_id, tuple(record.category_path)] = None
            elif isinstance(record, Listing) and (record.category_id or record.category_path):
                number = record.category_id if isinstance(record.category_id, str) else None
                path = record.category_path if isinstance(record.category_path, list) else []
                seen[number, tuple(path)] = None
    for number, names in seen:
        if market.taxonomy.drug_class(number, names) is None:
            yield required("taxonomy", f"the category {number or ''} {' > '.join(names)!r} is not in it: add a row")


def _spider(market: Market, pages: list[ParsedPage]) -> Iterator[Lack]:
    from cryptodrug_scraper.crawl.spiders import spider_of  # noqa: PLC0415  # only this needs Scrapy

    if market.spider is None:
        yield note("spider", "none is declared: the market can be read, and not crawled")
        return
    try:
        spider = spider_of(market.name)
    except ConfigurationError as error:
        yield required("spider", str(error))
        return
    for scope, kinds in spider.scopes.items():
        for kind in sorted(kinds - market.readers.keys()):
            family = kind.partition("_")[0]  # one template may serve several, as one kind
            found = any(link.kind == kind for page in pages for link in page.links) and not any(
                reader.startswith(family) for reader in market.readers
            )
            said = f"the scope {scope} follows {kind}, for which there is no reader"
            yield required("spider", said) if found else note("spider", said)
    followed = spider.scopes.get("all", frozenset())
    reached = {start.kind for start in spider.starts}
    while more := {link.kind for page in pages if page.kind in reached for link in page.links} & followed - reached:
        reached |= more
    lists = {page.kind for page in pages for record in page.records if _is_card(record)}
    if not lists & reached:
        yield required("spider", f"from {', '.join(sorted(reached))} it reaches no page with cards of listings")
    for kind in sorted(followed - reached):
        yield note("spider", f"no page among the fixtures that it reaches links to {kind}")


def _is_card(record: object) -> bool:
    return isinstance(record, Listing) and record.seen_on == "card"
