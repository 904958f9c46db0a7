"""``cryptodrug archive diff``: what changed in the records when a parser changed."""

from __future__ import annotations

import sys
from dataclasses import asdict, astuple
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.options import MARKET
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from cryptodrug_scraper.replay.difference import Difference

__all__ = ["diff"]

_ROWS = "(rows)"
"""The name in place of a field's where whole rows are counted."""


@click.command
@click.argument("old")
@click.argument("new")
@click.option("--market", type=MARKET, help="Compare only pages that either version takes for pages of this market.")
@click.option(
    "--kind", metavar="KIND", help="Compare only pages that either version takes for this kind, such as listing."
)
@click.option(
    "--examples",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    help="Number of examples of each change of each field.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything differs, as git diff does.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, with the fields that stayed the same.")
def diff(
    old: str, new: str, market: str | None, kind: str | None, examples: int, exit_code: bool, as_json: bool
) -> None:  # flags
    """
    Compare what two parser versions read in the captures that both have read.

    OLD and NEW are versions as cryptodrug show prints them, or their first characters, with or without the release
    (dream.1f0c). "latest" and "previous" mean those versions of each market. cryptodrug replay --reparse makes readings
    with the installed parsers.

    For each field the command counts the values that appeared, vanished, changed and stayed the same. Records are
    matched by their own identifiers, such as listing_id, not by their position on the page.

    \b
    Example:
      cryptodrug archive diff previous latest --market dream

    \b
    Exit codes:
      0  done, whether or not anything differs
      1  --exit-code: something differs
      5  the database cannot be used, or there is no such version in it
    """
    from cryptodrug_scraper.replay.difference import compare_versions  # --help is quick without these
    from cryptodrug_scraper.store.database import open_database

    with open_database() as database:
        found = compare_versions(database.engine, old, new, market=market, kind=kind, examples=examples)
    if as_json:
        sys.stdout.buffer.write(to_json(_as_object(found)) + b"\n")
    else:
        _print(found)
    if exit_code and not found.is_empty:
        raise click.exceptions.Exit(1)


def _print(found: Difference) -> None:
    say(f"old  {', '.join(found.old)}")
    say(f"new  {', '.join(found.new)}")
    say(f"captures that both have read: {sum(found.captures.values())}")
    if found.moves:
        print_table(
            ("was market", "was kind", "is market", "is kind", "captures"),
            [(_name(m.old_market), m.old_kind, _name(m.market), m.kind, m.captures) for m in found.moves],
            title="Pages of another market or kind",
        )
    issues = [issue for issue in found.issues if issue.appeared or issue.vanished]
    if issues:
        print_table(
            ("market", "kind", "issue", "appeared", "vanished", "same"),
            [(_name(i.market), i.kind, i.code, i.appeared, i.vanished, i.same) for i in issues],
            title="Issues",
        )
    differing = [field for field in found.fields if field.count.differs]
    if not differing:
        say("nothing differs" if found.captures else "so there is nothing to compare")
        return
    print_table(
        ("market", "kind", "table", "field", "appeared", "vanished", "changed", "same"),
        [(_name(f.market), f.kind, f.table, f.field or _ROWS, *astuple(f.count)) for f in differing],
        title="Values that differ",
    )
    examples = [(table, example) for table, some in found.examples.items() for example in some]
    if examples:
        print_table(
            ("capture_id", "page", "table", "record", "field", "old", "new"),
            [
                (str(e.capture_id)[:13], e.url_key, table, _record(e.key), e.field, e.old, e.new)
                for table, e in examples
            ],
            title="Examples",
        )


def _name(market: str | None) -> str:
    return market or "(none)"


def _record(key: list[str | None]) -> str:
    return " ".join(part or "-" for part in key)


def _as_object(found: Difference) -> dict[str, object]:
    return {
        "old": found.old,
        "new": found.new,
        "differs": not found.is_empty,
        "captures": [{"market": market, "kind": kind, "captures": n} for (market, kind), n in found.captures.items()],
        "moves": [asdict(move) for move in found.moves],
        "issues": [asdict(issue) for issue in found.issues],
        "fields": [
            {"market": f.market, "kind": f.kind, "table": f.table, "field": f.field, **asdict(f.count)}
            for f in found.fields
        ],
        "examples": [{"table": table} | asdict(example) for table, some in found.examples.items() for example in some],
    }
