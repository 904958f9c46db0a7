"""The dataset card: what a package holds, where it comes from, what it lacks, and how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper import __version__
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.export.descriptor import LICENCES, LIMITS, title_of
from cryptodrug_scraper.export.files import MISSING
from cryptodrug_scraper.export.selection import Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cryptodrug_scraper.export.facts import Facts
    from cryptodrug_scraper.export.selection import Selection
    from cryptodrug_scraper.export.table import Table

__all__ = ["card"]

_TIERS = {
    Tier.PUBLIC: f"""**For anybody.** Counts and sums by month. A row that speaks of fewer than {FEWEST} vendors has
lost its numbers (`is_suppressed`), and so have rows without which these could be told by adding and subtracting what
all tables show. Numbers of accounts are rounded to the nearest five, and shares are of the rounded ones. Moves, sets of
origins and classes of migration of fewer than {FEWEST} accounts have no row, which does not mean none. A finding that
is withheld has no verdict, and the verdict of another one is that of the published figure.""",
    Tier.ANALYST: """**For researchers under an agreement.** Handles, buyer masks, key fingerprints, and the
identifiers of listings and records are pseudonyms (HMAC-SHA256 with a key that is not in here). Titles, descriptions,
comments and all other text of people is left out, as are the addresses of sites. **Pseudonymous is not anonymous**:
whoever has the pages can find a vendor again by its exact amounts and days. Pass it on only to those who agreed not to
try.""",
    Tier.IDENTIFIED: """**This package identifies people.** Handles, buyer masks, keys and texts are as the pages
have them; only addresses of onion services were taken out. Keep it where the database may be kept. That it was made is
noted.""",
}
_DEFINITIONS = """
- **Snapshot**: one look at one market: a crawl, or captures without a gap of more than 48 hours. Its grade (complete,
  usable, partial) rests on the least complete of listings, vendors and reviews.
- **Distinct review**: a rating, however often it was seen. **Transaction**: an estimated sale; one that a review stands
  for has its identifier.
- **A country's vendors**: D1 name it as an origin in the month's last snapshot, D2 in any of the month's, D3 mainly, D4
  only. **A country's sales**: A1 by the origins of listings, A2 whole vendors, A3 by the number of a vendor's
  countries.
- **Not observed is not zero**: a market or month without a usable snapshot has no row; a value that cannot be known is
  missing.
- **Prices**: `holding` prices, by which vendors close a listing for a while, are flagged and replaced in estimates.
"""


def card(
    selection: Selection, facts: Facts, tables: Sequence[Table], forms: Sequence[str], licence: str, key: str | None
) -> str:
    """
    Write the card.

    Args:
        selection: what is exported, and for whom.
        facts: about it.
        tables: what the package holds; their rows are only counted.
        forms: of files: parquet, csv.
        licence: one of `LICENCES`.
        key: the name of the key of the pseudonyms.
    """
    lines = [f"# {title_of(selection, facts)}", ""]
    if facts.digests.is_simulated:
        told = f"{_simulated(selection, facts)} come from a simulator. Nothing here says anything of any real market."
        lines += [f"> **Simulated data.** {told}", ""]
    is_public = selection.tier is Tier.PUBLIC
    lines += [_TIERS[selection.tier], "", *_tables(tables), *_pages(facts, is_public=is_public)]
    lines += [
        *_snapshots(facts, is_public=is_public),
        *_last_looks(facts),
        "## Definitions",
        _DEFINITIONS,
        *_origin(facts, key),
        *_reading(tables, forms),
        *_limits(selection, facts),
    ]
    lines += ["## Licence and citation", "", _licence(licence), "", _citation(selection, facts), ""]
    return "\n".join(lines)


def _simulated(selection: Selection, facts: Facts) -> str:
    if selection.tier is Tier.PUBLIC:
        return "Captures"
    return f"{facts.digests.simulated} of {facts.digests.captures} captures"


def _tables(tables: Sequence[Table]) -> Iterator[str]:
    yield from ("## Tables", "", "Every column is described in `datapackage.json`, and in the Parquet files.", "")
    yield from _rows(
        ("table", "rows", "what a row is", "left out"),
        ((f"`{table.name}`", table.frame.height, table.meaning, ", ".join(table.withheld)) for table in tables),
    )


def _pages(facts: Facts, *, is_public: bool) -> Iterator[str]:
    yield from (
        "## Pages and errors",
        "",
        "Captures that were read, by market. Walls are logins, captchas and error pages;",
    )
    yield from ("an issue is anything on a page that could not be read as it should.", "")
    if is_public:
        yield from (
            "Numbers are those of `capture_quality` together, with two for each that is withheld there, to the nearest",
            "five (few: one to four for each that is there); walls are counted as they are.",
            "",
        )
    names = ("market", "first day", "last day", "pages", "walls", "cut", "pages with issues", "warnings", "errors")
    yield from _rows(
        names,
        (
            (market, first, last, *("few" if number is None else number for number in numbers))
            for market, first, last, *numbers in facts.pages.iter_rows()
        ),
    )


def _snapshots(facts: Facts, *, is_public: bool) -> Iterator[str]:
    yield from ("## Completeness", "", "What was seen, of what the market itself said it had.", "")
    if is_public:
        yield from ("As in `snapshot`: vendors in steps of 5 per cent; not shown: withheld, or not known.", "")
    missing = "not shown" if is_public else "unknown"
    yield from _rows(
        ("snapshot", "from", "to", "grade", "listings", "vendors", "reviews", "why"),
        (
            (
                snapshot,
                f"{first:%Y-%m-%d %H:%M}",
                f"{last:%Y-%m-%d %H:%M}",
                grade,
                *(missing if share is None else f"{share:.1%}" for share in shares),
                reason,
            )
            for snapshot, _, first, last, grade, *shares, reason in facts.snapshots.iter_rows()
        ),
    )


def _last_looks(facts: Facts) -> Iterator[str]:
    yield from (
        "## Last looks",
        "",
        "When each market was looked at last, in the window or outside of it. A look is due",
    )
    yield from ("only where a schedule says so: what has closed, or is crawled no more, is old by intent.", "")
    yield from _rows(
        ("market", "last looked at (UTC)", "closed by", "a look is due since (UTC)"),
        (
            (market, f"{looked:%Y-%m-%d}", closed, None if due is None else f"{due:%Y-%m-%d}")
            for market, looked, closed, due in facts.last_looks.iter_rows()
        ),
    )


def _origin(facts: Facts, key: str | None) -> Iterator[str]:
    yield from ("## Where it comes from", "")
    yield from _rows(
        ("", ""),
        [
            ("program", f"cryptodrug {__version__}"),
            ("measures", facts.measures),
            ("derivation", facts.derive_run),
            *(("parser", version) for _, version in facts.parsers),
            ("digest of what pages stated", facts.digests.observed or "not known to this role"),
            ("digest of what was derived", facts.digests.derived or "not known to this role"),
            *([] if key is None else [("name of the key of pseudonyms", key)]),
        ],
    )
    yield from (
        "The same archive, parsers and parameters give the same digests. `cryptodrug export verify` checks this",
        "",
    )
    yield "package against its digests and its schema, and against the database that it was made of. Packages whose"
    yield from ("keys have the same name can be joined.", "")


def _reading(tables: Sequence[Table], forms: Sequence[str]) -> Iterator[str]:
    name = tables[0].name if tables else "table"
    yield from ("## Reading it", "")
    if "csv" in forms:
        yield f'In CSV a missing value is `{MISSING}`, and an empty text is `""`. Identifiers are text: let no program'
        yield "take them for numbers. Lists are JSON, instants are UTC. An apostrophe stands before a text that a"
        yield from ("spreadsheet would run.", "", "```")
        yield f'R:      readr::read_csv("data/{name}.csv", na = "\\\\N", col_types = readr::cols(.default = "c"))'
        yield f'pandas: pandas.read_csv("data/{name}.csv", na_values=["\\\\N"], keep_default_na=False, dtype=str)'
        yield from (
            f"DuckDB: FROM read_csv('data/{name}.csv', nullstr = '\\N', all_varchar = true)",
            "```",
            "",
        )
    if "parquet" in forms:
        yield from ("Parquet has the types with it, money as exact decimals:", "", "```")
        yield f'R:      arrow::read_parquet("data/{name}.parquet")'
        yield from (f'pandas: pandas.read_parquet("data/{name}.parquet")', "```", "")


def _limits(selection: Selection, facts: Facts) -> Iterator[str]:
    partial = facts.snapshots.filter(facts.snapshots["grade"] == "partial").height
    yield from ("## Limits", "")
    snapshots, are = counted(facts.snapshots.height, "snapshot"), "is" if partial == 1 else "are"
    yield f"- {partial} of {snapshots} {are} partial: trends must not rest on them."
    if selection.tier is Tier.PUBLIC:
        yield from (f"- {limit}" for limit in LIMITS)
    yield "- Handles are accounts, and not persons. Links between accounts are evidence, and not proof."
    yield from (
        "- What a market shows is not all that was traded: sales outside it, and ratings never left, are not in it.",
        "",
    )


def _licence(name: str) -> str:
    licence = LICENCES[name]
    return f"{licence['title']}" + (f" (<{licence['path']}>)" if "path" in licence else "") + "."


def _citation(selection: Selection, facts: Facts) -> str:
    digest = facts.digests.derived or "unknown"
    parsers = ", ".join(version for _, version in facts.parsers)
    return (
        f"> {title_of(selection, facts)}. Made by CRYPTODRUG scraper {__version__}, parsers {parsers}, derivation "
        f"{facts.derive_run}, digest {digest[:16]}."
    )


def _rows(names: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(names) + " |"
    yield "|" + " --- |" * len(names)
    for row in rows:
        yield "| " + " | ".join(_cell(value) for value in row) + " |"
    yield ""


def _cell(value: object) -> str:
    return " ".join(("" if value is None else str(value)).split()).replace("|", "\\|")
