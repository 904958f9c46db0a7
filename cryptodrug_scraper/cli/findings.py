"""``cryptodrug findings``: what a study claimed and asked, measured on the pages at hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.options import COUNTRY, DAY
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath, check_days
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from cryptodrug_scraper.decisions.told import Told
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.finding import Finding
    from cryptodrug_scraper.words.wording import Words

__all__ = ["findings"]

_VERDICTS = ("agrees", "disagrees", "cannot_tell", "other_window", "no_claim")
"""In the order in which they are counted."""
_COLUMNS = ("market", "measure", "value", "low", "high", "n", "grade", "verdict", "why")


@click.command
@click.option(
    "--study",
    "study_file",
    type=FilePath(dir_okay=False),
    help="File of a study, or the name of an installed one. [default: the derivation's]",
)
@click.option(
    "--country",
    type=COUNTRY,
    help="Country whose findings are printed, by its code (ISO 3166-1 alpha-2). [default: the study's]",
)
@click.option(
    "--neighbour",
    "neighbours",
    type=COUNTRY,
    multiple=True,
    help="A neighbour of that country, for questions about neighbours; may be repeated. [default: those declared]",
)
@click.option(
    "--from",
    "first",
    type=DAY,
    help="First day of the window; months that it touches count as a whole. [default: the first that the data hold]",
)
@click.option(
    "--until",
    "last",
    type=DAY,
    help="Last day of the window. [default: of the last month with a snapshot that is not partial]",
)
@click.option(
    "--definition",
    type=click.Choice(["D1", "D2", "D3", "D4"]),
    help="Who is the country's: D1 at a snapshot, D2 ever, D3 mainly, D4 only.",
)
@click.option(
    "--attribution",
    type=click.Choice(["A1", "A2", "A3"]),
    help="How sales count: A1 by listings, A2 whole vendors, A3 parts of vendors.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "fr", "nl"]),
    default="en",
    show_default=True,
    help="Language of what is printed; markets, measures and --json keep their codes.",
)
@click.option("--sql", "with_sql", is_flag=True, help="Print the SQL of each figure, and not the figures.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each line, with the SQL.")
def findings(
    study_file: Path | None,
    country: str | None,
    neighbours: tuple[str, ...],
    first: date | None,
    last: date | None,
    definition: str | None,
    attribution: str | None,
    language: str,
    with_sql: bool,  # a flag
    as_json: bool,  # a flag
) -> None:
    """
    Measure what a study claimed on the current derivation, and tell of each claim whether the data of its own country,
    markets and days agree, disagree or cannot tell, why, and what data would. Asked for another country than the
    study's, its questions are answered, without a verdict.

    Where decisions of people bear on figures, it says on which, of what kinds and verdicts; --json names them.

    What is left out is as in the parameters of the derivation; for these, cryptodrug derive keeps the findings in the
    view finding. Each figure is what its SQL gives, which cryptodrug query runs as well. docs/findings.md says how each
    statement was read, and docs/studies.md how to write a study.

    \b
    Example:
      cryptodrug findings
      cryptodrug findings --country NL --from 2019-01-01 --until 2019-04-30 --json
      cryptodrug findings --study mine.toml

    \b
    Exit codes:
      0  done, whatever the verdicts
      2  the study, the country or the days are not valid, or CRYPTODRUG_DATABASE_URL is not a database address
      5  nothing was derived yet, or the database cannot be used
    """
    from cryptodrug_scraper.decisions.bearing import bearing  # --help is quick without these
    from cryptodrug_scraper.decisions.rests import rests
    from cryptodrug_scraper.decisions.told import told
    from cryptodrug_scraper.store.reading import reading
    from cryptodrug_scraper.study.compute import findings as measure_all
    from cryptodrug_scraper.study.covered import covered_months
    from cryptodrug_scraper.study.current import current_asked, current_study
    from cryptodrug_scraper.study.installed import study_of
    from cryptodrug_scraper.study.questions import left_out
    from cryptodrug_scraper.words.wording import Words

    check_days(first, last)
    given = None if study_file is None else study_of(study_file)
    with reading() as connection:
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
        found = list(measure_all(connection, asked, study, language, neighbours))
        covered = covered_months(connection, asked, study)
        decided, decisions = rests(connection), told(connection)
    if as_json:
        for row in found:
            known = [str(each.decision_id) for each in bearing(decisions, row.sql, row.market)]
            say(to_json({**asdict(row), "decisions": known}).decode())
    elif with_sql:
        for row in found:
            for line in (f"-- {row.finding} {row.market} {row.measure}", *f"{row.sql};".splitlines(), ""):
                say(line)
    else:
        words = Words(language)
        _print(found, words)
        title = study.title[language]
        if any(claim.measure == "share" for claim in study.claims):
            say(words("shares.together"))
        for market in covered:
            say(market.told(words, market.market, title))
        if left_out(study, asked, neighbours):
            say(words("found.no_neighbours", country=words.named(asked.country)))
        say(_choices(words, asked))
        for line in (*decided.told(words), *_bearing(found, decisions, words)):
            say(line)


def _bearing(found: list[Finding], decisions: list[Told], words: Words) -> Iterator[str]:
    """Of the findings that decisions bear on, which."""
    from cryptodrug_scraper.decisions.bearing import bearing, counted_in_words

    bear: dict[tuple[str, str], list[str]] = {}
    for row in found:
        if each := bearing(decisions, row.sql, row.market):
            bear.setdefault((row.market, counted_in_words(each, words)), []).append(row.finding)
    for (market, told), findings in bear.items():
        yield words("decided.bears", market=market, findings=words.listed(dict.fromkeys(findings)), decisions=told)


def _print(found: list[Finding], words: Words) -> None:
    from cryptodrug_scraper.words.reasons import shown

    names = [words(f"column.{name}") if name != "n" else words("fact.n") for name in _COLUMNS]
    for heading in dict.fromkeys((row.finding, row.study) for row in found):
        print_table(
            names,
            [
                (
                    row.market,
                    row.measure,
                    *(
                        None if number is None else shown(words, number, row.unit)
                        for number in (row.value, row.low, row.high)
                    ),
                    row.n,
                    None if row.grade is None else words(f"grade.{row.grade}"),
                    words(f"verdict.{row.verdict}"),
                    row.why,
                )
                for row in found
                if (row.finding, row.study) == heading
            ],
            title=words("findings.title", finding=heading[0], said=heading[1]),
        )
    if not found:
        say(words("findings.nothing"))
        return
    counts = Counter(row.verdict for row in found)
    said = [words(f"findings.{kind}", number=words.number(counts[kind])) for kind in _VERDICTS if counts[kind]]
    say(words("findings.counts", total=words.number(len(found)), verdicts=words.listed(said)))


def _choices(words: Words, asked: Asked) -> str:
    return words(
        "findings.choices",
        definition=words(f"definition.{asked.definition}"),
        attribution=words(f"attribution.{asked.attribution}"),
    )
