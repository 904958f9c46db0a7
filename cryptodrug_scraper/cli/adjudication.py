"""``cryptodrug adjudication``: samples that people judged, how far they agreed, and how often the program errs."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.ledger_file import read_ledger, write_ledger
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from cryptodrug_scraper.adjudication.judged import State
    from cryptodrug_scraper.adjudication.ledger import Ledger

__all__ = ["adjudication"]

_DIGITS = 13
"""Characters of an identifier that are shown in a table."""
_STATES: tuple[State, ...] = ("agreed", "settled", "open", "one_coder", "unanswered")


@click.group
def adjudication() -> None:
    """
    Look after samples of what the program tells, which two people judge blindly (cryptodrug explore --adjudicate): how
    far they agreed, how often the program errs, and the ledger of their answers.

    derive takes the newest sample of which anything is known for sure, and carries its error rates into the intervals
    of findings that they bear on. See docs/adjudication.md.

    \b
    Example:
      cryptodrug adjudication list
    """


@adjudication.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each sample.")
def list_samples(as_json: bool) -> None:  # a flag
    """
    List all samples, the oldest first: who codes them, and how many of their items are agreed (both coders gave one
    answer), settled, open (they differ), answered by one coder, or unanswered; of how many the program tells something
    else now than when they were drawn, and how many are not there any longer.

    \b
    Example:
      cryptodrug adjudication list

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used
    """
    from cryptodrug_scraper.adjudication.check import coders_of  # --help is quick without these
    from cryptodrug_scraper.adjudication.counts import counted as counted_items
    from cryptodrug_scraper.adjudication.judged import judged
    from cryptodrug_scraper.adjudication.ledger import ledger_of
    from cryptodrug_scraper.adjudication.now import now_of
    from cryptodrug_scraper.store.reading import reading

    rows: list[dict[str, object]] = []
    with reading() as connection:
        ledger = ledger_of(connection)
        for known, sample in ledger.samples.items():
            found = judged(ledger, known)
            states = Counter(each.state for each in found)
            made = counted_items(sample, found, now_of(connection, known, sample))
            grounds = Counter(made.grounds)
            rows.append(
                {
                    "sample_id": str(known),
                    "size": sample.size,
                    "seed": sample.seed,
                    "drawn_at": sample.drawn_at,
                    "drawn_by": sample.drawn_by,
                    "coders": coders_of(known, ledger.answers.values()),
                    "items": len(sample.items),
                    **{state: states[state] for state in _STATES},
                    "changed": grounds["changed"],
                    "look_again": made.look_again,
                    "gone": grounds["gone"],
                }
            )
    if as_json:
        for row in rows:
            sys.stdout.buffer.write(to_json(row) + b"\n")
        return
    names = (
        "sample",
        "coders",
        "items",
        *(state.replace("_", " ") for state in _STATES),
        "changed",
        "gone",
        "drawn at",
    )
    columns = ("sample_id", "coders", "items", *_STATES, "changed", "gone", "drawn_at")
    print_table(
        names,
        [[str(row["sample_id"])[:_DIGITS] if name == "sample_id" else row[name] for name in columns] for row in rows],
    )


@adjudication.command
@click.argument("sample", required=False)
@click.option(
    "--of",
    "what",
    type=click.Choice(("agreement", "errors")),
    default="errors",
    show_default=True,
    help="What it shows.",
)
@click.option(
    "--language", type=click.Choice(["en", "fr", "nl"]), default="en", show_default=True, help="Its language."
)
@click.option(
    "--output", type=FilePath(dir_okay=False), help="A file .csv, .html or .tex to write.  [default: print it]"
)
def table(sample: str | None, what: str, language: str, output: Path | None) -> None:
    """
    Make a table for a paper: how far the coders of a SAMPLE agreed (--of agreement), or how often the program errs, by
    what it tells now (--of errors). Without SAMPLE, an identifier or its first digits, it is the one that derive takes.

    \b
    Example:
      cryptodrug adjudication table --of agreement --language nl --output agreement.tex

    \b
    Exit codes:
      0  done
      2  the file cannot be written, or is of another kind; or CRYPTODRUG_DATABASE_URL is no database address
      5  there is no such sample, nothing was judged, or the database cannot be used
    """
    from cryptodrug_scraper.adjudication.counts import counted as counted_items  # --help is quick without these
    from cryptodrug_scraper.adjudication.judged import judged
    from cryptodrug_scraper.adjudication.ledger import ledger_of
    from cryptodrug_scraper.adjudication.now import now_of
    from cryptodrug_scraper.adjudication.tables import agreement_table, error_table
    from cryptodrug_scraper.adjudication.written import FORMATS
    from cryptodrug_scraper.errors import ConfigurationError
    from cryptodrug_scraper.store.reading import reading
    from cryptodrug_scraper.whole_file import write_whole
    from cryptodrug_scraper.words.wording import Words

    words = Words(language)
    kind = None if output is None else output.suffix.removeprefix(".").lower()
    if kind is not None and kind not in FORMATS:
        msg = f"{output} is none of {', '.join(f'.{name}' for name in FORMATS)}: name a file that ends so"
        raise ConfigurationError(msg)
    with reading() as connection:
        ledger = ledger_of(connection)
        known = _chosen(ledger, sample)
        drawn, found = ledger.samples[known], judged(ledger, known)
        if what == "agreement":
            made = agreement_table(drawn, found, words)
        else:
            made = error_table(counted_items(drawn, found, now_of(connection, known, drawn)).cells, words)
    if output is None or kind is None:
        print_table(made.names, made.rows, title=made.title)
        for note in made.notes:
            say(note)
        return
    try:
        write_whole(output, FORMATS[kind](made, language).encode())
    except OSError as error:
        msg = f"{output} cannot be written: {error.strerror}; name another file"
        raise ConfigurationError(msg) from error
    say(f"{output}: {counted(len(made.rows), 'row', ',')}.")


def _chosen(ledger: Ledger, digits: str | None) -> UUID:
    from cryptodrug_scraper.adjudication.judged import newest_judged
    from cryptodrug_scraper.adjudication.ledger import find
    from cryptodrug_scraper.errors import StoreError

    if digits is not None:
        return find(ledger.samples, digits)
    known = newest_judged(ledger)
    if known is None:
        msg = (
            "nothing was judged for certain yet: two people judge a sample (explore --adjudicate 200 --as NAME) "
            "and a third step settles where they differ (--settle)"
        )
        raise StoreError(msg)
    return known


@adjudication.command
@click.argument("file", type=FilePath(dir_okay=False))
def export(file: Path) -> None:
    """
    Write all samples and answers into a FILE, one JSON object a line, for cryptodrug adjudication load. The same ledger
    gives the same file. It names accounts and coders, and is readable for you alone.

    \b
    Example:
      cryptodrug adjudication export adjudication.jsonl

    \b
    Exit codes:
      0  done
      2  the file cannot be written, or CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used
    """
    from cryptodrug_scraper.adjudication.ledger import ledger_of  # --help is quick without these
    from cryptodrug_scraper.adjudication.lines import to_lines
    from cryptodrug_scraper.store.reading import reading

    with reading() as connection:
        ledger = ledger_of(connection)
    write_ledger(file, to_lines(ledger))
    say(f"{file}: {counted(len(ledger.samples), 'sample', ',')}, {counted(len(ledger.answers), 'answer', ',')}.")


@adjudication.command
@click.argument("file", type=FilePath(exists=True, dir_okay=False))
def load(file: Path) -> None:
    """
    Add the samples and answers of a FILE that cryptodrug adjudication export wrote: all of them, or none if a line is
    wrong. Those that are there already are not added again. So a second coder on another machine gets the sample, and
    gives the answers back.

    \b
    Example:
      cryptodrug adjudication load adjudication.jsonl

    \b
    Exit codes:
      0  done
      2  a line is no sample or answer, or an answer is of a third coder; or CRYPTODRUG_DATABASE_URL is no database
         address
      5  the database cannot be used
    """
    from cryptodrug_scraper.adjudication.ledger import add  # --help is quick without these
    from cryptodrug_scraper.adjudication.lines import from_lines
    from cryptodrug_scraper.store.database import open_database

    given = from_lines(read_ledger(file), file.name)
    with open_database() as database, database.engine.begin() as connection:
        added = add(connection, given)
    said = (counted(len(added.samples), "sample", ","), counted(len(added.answers), "answer", ","))
    say(f"{file.name}: {' and '.join(said)} new.{' Next: cryptodrug derive' if added.answers else ''}")
