"""``cryptodrug export seal``, ``reduce`` and ``attach``: an answer that can be checked where there is no database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.options import COUNTRY, DAY, MARKET
from cryptodrug_scraper.cli.progress import progress
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath, check_days
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import QualityError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy import Connection

    from cryptodrug_scraper.sealed.asking import Asking
    from cryptodrug_scraper.sealed.make import Sealed
    from cryptodrug_scraper.sealed.told import Told

__all__ = ["attach", "reduce", "say_verified", "seal", "verified"]

_PARTS = ("rows", "facts", "lacking", "pages", "words", "decisions", "files")
_WORDS = 200
"""Records whose words are looked for, unless another number is given: a record takes up to two seconds."""


@click.command
@click.argument("target", type=FilePath(file_okay=False), metavar="FOLDER")
@click.option(
    "--finding", "figure", metavar="FIGURE", help="Seal this figure of the findings, such as share_of_vendors."
)
@click.option("--market", "markets", type=MARKET, multiple=True, help="The market; with --absent it may be repeated.")
@click.option(
    "--sql", "sql_file", type=FilePath(exists=True, dir_okay=False), help="Seal what the SQL of this file gives."
)
@click.option(
    "--rows",
    "rows_file",
    type=FilePath(exists=True, dir_okay=False),
    help="With --sql: a file with the SQL of the rows that the answer is made of.",
)
@click.option(
    "--arithmetic",
    "arithmetic_file",
    type=FilePath(exists=True, dir_okay=False),
    help="With --rows: a file with a statement for SQLite that gives the answer of the table rows.",
)
@click.option(
    "--value", "values", multiple=True, metavar="NAME=VALUE", help="With --sql: a value for :NAME; may be repeated."
)
@click.option(
    "--absent", metavar="GOODS", help="Seal that no seller of this was met: a class, a substance, or anything."
)
@click.option(
    "--study",
    "study_file",
    type=FilePath(dir_okay=False),
    help="With --finding: file of a study, or the name of an installed one. [default: the derivation's]",
)
@click.option("--country", type=COUNTRY, help="The country, by its code (ISO 3166-1 alpha-2). [default: the study's]")
@click.option("--from", "first", type=DAY, metavar="DAY", help="First day of the window.")
@click.option("--until", "last", type=DAY, metavar="DAY", help="Last day of the window.")
@click.option("--definition", type=click.Choice(["D1", "D2", "D3", "D4"]), help="Who is the country's; see findings.")
@click.option("--attribution", type=click.Choice(["A1", "A2", "A3"]), help="How sales count; see findings.")
@click.option(
    "--archive",
    "archives",
    type=FilePath(exists=True),
    multiple=True,
    help="Folder or file that was replayed, with the pages; may be repeated. [default: the archive, and this folder]",
)
@click.option(
    "--words",
    "most_words",
    type=click.IntRange(min=0),
    default=_WORDS,
    show_default=True,
    help="Of how many records the words are looked for on their pages.",
)
@click.option("--without-pages", is_flag=True, help="Write the form without what names people; see export reduce.")
@click.option("--identified", is_flag=True, help="Confirm that it names people, and has their words and pages.")
@click.option(
    "--key",
    "key_file",
    type=FilePath(dir_okay=False),
    help="The file with the key of the pseudonyms. [default: export.key in the data home, made at first use]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def seal(
    *,
    target: Path,
    figure: str | None,
    markets: tuple[str, ...],
    sql_file: Path | None,
    rows_file: Path | None,
    arithmetic_file: Path | None,
    values: tuple[str, ...],
    absent: str | None,
    study_file: Path | None,
    country: str | None,
    first: date | None,
    last: date | None,
    definition: str | None,
    attribution: str | None,
    archives: tuple[Path, ...],
    most_words: int,
    without_pages: bool,
    identified: bool,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """
    Write one answer into FOLDER with all that it rests on: the figure, its SQL, its rows, the words on the pages, and
    the WARC records of these; with the root of a Merkle tree over all files, and a request to time-stamp it. It is an
    RO-Crate.

    One of three is asked: --finding, a figure as cryptodrug findings prints it; --sql, SQL of your own; or --absent,
    that no seller of something from a country was met, with what may have been missed.

    It names people and has pages as they were served: it is for a court or a referee, and not for the public. So
    --identified must be given, or --without-pages, which leaves out all of that; the root is the same. exports.jsonl
    in the data home keeps a note of it. docs/sealed.md says what is checked, and how.

    No network is asked. To have the root time-stamped, send seal/request.tsq to an authority by another way, and attach
    its answer: cryptodrug export attach.

    \b
    Example:
      cryptodrug export seal answer/ --finding share_of_vendors --market dream --identified --archive crawls/
      cryptodrug export seal none/ --absent mdma --country BE --from 2019-01-01 --until 2019-01-31 --identified
      cryptodrug export verify answer/

    \b
    Exit codes:
      0  done
      2  options contradict one another; the question cannot be asked so; FOLDER holds something or cannot be written;
         the key cannot be used; or the export cannot be noted
      5  the database cannot be used, refuses the SQL, or nothing was derived
      7  --absent: there are some; or what was made does not hold
    """
    from cryptodrug_scraper.archive.layout import default_archive
    from cryptodrug_scraper.export.pseudonyms import default_key, read_key
    from cryptodrug_scraper.sealed.make import make_sealed

    check_days(first, last)
    if identified == without_pages:
        msg = (
            "a sealed answer names people and has pages as they were served: say --identified if whoever gets it may "
            "see these, or --without-pages, and not both"
        )
        raise click.UsageError(msg)
    if sum(each is not None for each in (figure, sql_file, absent)) != 1:
        msg = "ask one question: --finding, --sql or --absent"
        raise click.UsageError(msg)
    if sql_file is None and (rows_file or arithmetic_file or values):
        msg = "--rows, --arithmetic and --value go with --sql"
        raise click.UsageError(msg)
    if sql_file is not None:
        ask: Callable[[Connection], Asking] = _own(sql_file, rows_file, arithmetic_file, values)
    elif absent is not None:
        ask = _absence(absent, country, first, last, markets)
    else:
        ask = _finding(figure or "", study_file, country, first, last, definition, attribution, markets)
    key = default_key() if key_file is None else read_key(key_file)
    roots = archives or (default_archive(), Path())
    with progress("sealing", str) as show:
        made = make_sealed(target, ask, key, roots, most_words=most_words, without_pages=without_pages, progress=show)
    _say_made(made, target, as_json=as_json, identified=identified)


def _finding(
    figure: str,
    study_file: Path | None,
    country: str | None,
    first: date | None,
    last: date | None,
    definition: str | None,
    attribution: str | None,
    markets: tuple[str, ...],
) -> Callable[[Connection], Asking]:
    from cryptodrug_scraper.sealed.asking import ask_finding
    from cryptodrug_scraper.study.current import current_asked, current_study
    from cryptodrug_scraper.study.installed import study_of

    if len(markets) != 1:
        msg = "a figure is of one market: name it with --market"
        raise click.UsageError(msg)
    given = None if study_file is None else study_of(study_file)

    def ask(connection: Connection) -> Asking:
        study = given or current_study(connection)
        asked = current_asked(
            connection,
            study,
            country=country,
            first_day=first,
            last_day=last,
            definition=definition,
            attribution=attribution,
        )
        return ask_finding(connection, asked, study, figure, markets[0])

    return ask


def _own(
    sql_file: Path, rows_file: Path | None, arithmetic_file: Path | None, values: tuple[str, ...]
) -> Callable[[Connection], Asking]:
    from cryptodrug_scraper.sealed.asking import OwnSql, ask_sql

    pairs = [value.partition("=") for value in values]
    if wrong := [name for name, sign, _ in pairs if not sign or not name]:
        msg = f"--value takes NAME=VALUE, and not {wrong[0]!r}"
        raise click.UsageError(msg)
    texts = [
        None if path is None else path.read_text(encoding="utf-8") for path in (sql_file, rows_file, arithmetic_file)
    ]
    own = OwnSql(texts[0] or "", texts[1], texts[2], {name: value for name, _, value in pairs}, sql_file.stem)
    return lambda connection: ask_sql(connection, own)


def _absence(
    goods: str, country: str | None, first: date | None, last: date | None, markets: tuple[str, ...]
) -> Callable[[Connection], Asking]:
    from cryptodrug_scraper.sealed.asking import ask_absence
    from cryptodrug_scraper.study.compute import observed_markets

    if country is None or first is None or last is None:
        msg = "--absent needs --country, --from and --until"
        raise click.UsageError(msg)
    of = None if goods == "anything" else goods

    def ask(connection: Connection) -> Asking:
        return ask_absence(connection, country, of, first, last, markets or observed_markets(connection))

    return ask


def _say_made(made: Sealed, target: Path, *, as_json: bool, identified: bool) -> None:
    parts = {name: getattr(made, name) for name in _PARTS}
    if as_json:
        sys.stdout.buffer.write(to_json({"package": str(target), "root": made.root, **parts}) + b"\n")
        return
    say(
        f"{target}: {counted(made.rows, 'row')}, {counted(made.facts, 'fact')} on {counted(made.pages, 'page')}; "
        f"fields whose words are marked: {made.words}; read {target / 'README.md'} first."
    )
    if made.lacking:
        say(f"In none of the archives that were named: the pages of {counted(made.lacking, 'fact')}; see --archive.")
    if made.decisions:
        say(f"Decisions of people that bear on it, and are in it: {made.decisions}.")
    if identified:
        say("It names people, and that it was made is noted. A form for others: cryptodrug export reduce.")
    say(f"Root {made.root}")


@click.command
@click.argument("folder", type=FilePath(file_okay=False, exists=True))
@click.argument("target", type=FilePath(file_okay=False))
def reduce(folder: Path, target: Path) -> None:
    """
    Copy a sealed answer from FOLDER to TARGET without pages, words, names and whatever else names people.

    Digests of what is left out stay in its manifest, so that its root and its time stamps are the same, and hold. A
    figure that speaks of one to four accounts, or of a number of them that is not known, is left out too. What is
    left has pseudonyms: it is for researchers under an agreement, as rows of export are.

    \b
    Example:
      cryptodrug export reduce answer/ answer-without-pages/

    \b
    Exit codes:
      0  done
      2  TARGET holds something or cannot be written; or the question itself names somebody
      3  FOLDER is no sealed answer, or not all of one
    """
    from cryptodrug_scraper.sealed.reduce import reduced

    why = reduced(folder, target)
    say(f"{target}: {counted(len(why), 'file')} left out, of which there are digests; see seal/left-out.json.")


@click.command
@click.argument("folder", type=FilePath(file_okay=False, exists=True))
@click.argument("file", type=FilePath(exists=True, dir_okay=False))
@click.option(
    "--certificate",
    type=FilePath(exists=True, dir_okay=False),
    help="The certificate of the authority, or of those who signed it, in PEM: FILE must be signed by it.",
)
def attach(folder: Path, file: Path, certificate: Path | None) -> None:
    """
    Attach a time stamp to the sealed answer in FOLDER: the answer of an authority to seal/request.tsq (RFC 3161), or a
    proof of OpenTimestamps of seal/root.txt. It is kept if it is of this root.

    \b
    Example:
      cryptodrug export attach answer/ answer.tsr --certificate authority.pem
      cryptodrug export attach answer/ root.txt.ots

    \b
    Exit codes:
      0  done
      2  the certificate cannot be used, or a file cannot be read or written
      3  FOLDER is no sealed answer, or FILE is no time stamp of it
    """
    from cryptodrug_scraper.sealed.attach import attached
    from cryptodrug_scraper.sealed.timestamp import certificates_in

    said = attached(folder, file, [] if certificate is None else certificates_in(certificate))
    say(f"{folder}: {said}.")


def verified(folder: Path, certificates: tuple[Path, ...], blocks: tuple[str, ...], root: str | None) -> Told:
    """Verify a sealed answer by the options of ``export verify``."""
    from cryptodrug_scraper.sealed.proof import header_in
    from cryptodrug_scraper.sealed.timestamp import certificates_in
    from cryptodrug_scraper.sealed.verify import verify_sealed

    headers = {}
    for block in blocks:
        height, sign, path = block.partition("=")
        if not sign or not height.isdecimal():
            msg = f"--block takes HEIGHT=FILE, and not {block!r}"
            raise click.UsageError(msg)
        headers[int(height)] = header_in(Path(path))
    trusted = [each for path in certificates for each in certificates_in(path)]
    return verify_sealed(folder, trusted, headers, root)


def say_verified(folder: Path, told: Told, *, as_json: bool) -> None:
    """Print what was found of a sealed answer; end the command with 7 if anything was changed."""
    if as_json:
        lines = [{"part": line.part, "state": line.state, "said": line.said} for line in told.lines]
        sys.stdout.buffer.write(to_json({"good": told.is_good, "root": told.root, "lines": lines}) + b"\n")
    else:
        for line in sorted(told.lines, key=lambda line: ("changed", "holds", "not checked").index(line.state)):
            say(f"{line.state.upper()}  {line.part}: {line.said}")
        what = "nothing contradicts anything" if told.is_good else counted(len(told.changed), "fault")
        say(f"{folder}: {what}; root {told.root}")
    if not told.is_good:
        click.get_current_context().exit(QualityError.exit_code)
