"""
Write the cookbook: the queries of cryptodrug_scraper/cookbook, each with what it gives on the shipped windows.

    python docs/cookbook.py            # write docs/cookbook.md
    python docs/cookbook.py --check    # only tell whether it is current
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cryptodrug_scraper.cli.tables import shown
from cryptodrug_scraper.cookbook.asking import as_usual
from cryptodrug_scraper.cookbook.query import queries
from cryptodrug_scraper.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Answer = tuple[Sequence[str], Sequence[Sequence[Any]]]

__all__ = ["PAGE", "page"]

HERE = Path(__file__).parent
PAGE = HERE / "cookbook.md"
WINDOWS = HERE.parent / "fixtures" / "windows"
MOST_ROWS = 12
MOST_LETTERS = 60
UNPRINTED = "Its result differs from version to version and is not printed here."
INTRODUCTION = """\
# Cookbook

Questions that studies of drug markets ask, and the SQL that answers each, with a country, days, goods or a market of
your own. In a browser they are on the page "Ask in SQL" of `cryptodrug explore`, with a field for each value, and a
chart; on the command line:

```
cryptodrug query --cookbook                                              # all questions
cryptodrug query --cookbook 6 --set country=DE --set day=2019-02-20      # one of them, with other values than below
cryptodrug query --cookbook 6 --set country=DE --format csv > listings.csv
cryptodrug query --cookbook 6 --set country=DE --show-sql > mine.sql     # its SQL, to change
cryptodrug query --file mine.sql
```

They ask views and functions of the schema `research`, which hold what `cryptodrug derive` made of the pages: run it
first, and again after loading more ([deriving.md](deriving.md)). What each view and column means stands in the
[data dictionary](data-dictionary.md).

Four rules hold for all of them:

- **No row means not observed**, and never zero. A market or month that nobody looked at is missing from a result.
- **Read the grade.** `complete`, `usable` or `partial` says how much of a market a snapshot saw. Trends run over the
  first two only.
- **Print intervals and definitions.** A share without its definition, attribution, number of vendors and interval can
  be made to say anything, with as few vendors as a small country has.
- **Fewer than five vendors are not for publication.** Names of accounts are personal data: count, and do not list them
  in public.

The results below are those of `fixtures/windows`, which come with the project: a **simulated** year, smaller than the
demo's, of some fifteen vendors on each market, crawled once a month. Tests compare each of them with the truth of the
simulation (`tests/derive/test_cookbook.py`). The numbers are far too small to publish, and mean nothing about real
markets. Long results are cut, and identifiers are printed as `(id)`, as they differ with the version of the parsers.

This page is made from the files by `make docs`.
"""


def page(ask: Callable[[str], Answer]) -> str:
    """
    Return the page.

    Args:
        ask: gives the columns and rows of a query.
    """
    return "\n".join(_lines(ask)) + "\n"


def _lines(ask: Callable[[str], Answer]) -> Iterator[str]:
    yield INTRODUCTION
    section = None
    for query in queries():
        if query.section != section:
            section = query.section
            yield from (f"## {section}", "")
        yield from (f"### {query.number}. {query.question}", "", query.notes, "")
        for each in query.parameters:
            yield f"- `{each.name}`: {each.meaning}; here {each.usual}"
        if query.parameters:
            yield ""
        sql = as_usual(query)
        yield from ("```sql", sql, "```", "", f"`cryptodrug query --cookbook {query.number}`", "")
        if UNPRINTED not in query.notes:
            yield from (*_table(*ask(sql)), "")


def _table(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    if not rows:
        yield "*No rows.*"
        return
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"
    for row in rows[:MOST_ROWS]:
        yield f"| {' | '.join(_cell(value) for value in row)} |"
    if len(rows) > MOST_ROWS:
        yield from ("", f"*and {len(rows) - MOST_ROWS} more rows*")


def _cell(value: object) -> str:
    if isinstance(value, UUID):
        return "(id)"
    text = " ".join(shown(value).split())
    cut = text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 3] + "..."
    return cut.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def main() -> None:
    """Write or check the page, with the windows loaded into a database made for it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="write nothing; exit 1 if the page is not current")
    check = options.parse_args().check
    with tempfile.TemporaryDirectory() as home:
        os.environ["CRYPTODRUG_HOME"] = home
        os.environ.pop("CRYPTODRUG_DATABASE_URL", None)
        text = page_of_windows()
    if not check:
        write_whole(PAGE, text.encode())
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        sys.exit("not current: cookbook.md: run make docs")


def page_of_windows() -> str:
    """The page, from the windows replayed and derived in the database that is configured."""
    from cryptodrug_scraper.derive.parameters import read_parameters
    from cryptodrug_scraper.replay import replay
    from cryptodrug_scraper.store.database import open_database, open_for_reader
    from cryptodrug_scraper.study.run import derive

    with open_database() as database:
        replay(database.engine, [WINDOWS], workers=2)
        derive(database, read_parameters())
    with open_for_reader() as database, database.engine.connect() as connection:
        connection.exec_driver_sql("SET search_path = research, public")

        def ask(sql: str) -> Answer:
            result = connection.exec_driver_sql(sql.replace("%", "%%"))
            return list(result.keys()), [tuple(row) for row in result]

        return page(ask)


if __name__ == "__main__":
    main()
