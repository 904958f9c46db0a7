"""``cryptodrug report times``: which pages were made at another time than their source states."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.options import DAY
from cryptodrug_scraper.cli.report_study import scope_of
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import check_days
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from datetime import date

__all__ = ["times"]


@click.command
@click.option("--from", "first_day", type=DAY, help="First day of the window. [default: the derivation's]")
@click.option("--until", "last_day", type=DAY, help="Last day of the window. [default: the derivation's]")
@click.option(
    "--language", type=click.Choice(["en", "fr", "nl"]), default="en", show_default=True, help="Language of the report."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def times(first_day: date | None, last_day: date | None, language: str, as_json: bool) -> None:  # a flag
    """
    Report which pages were made at another time than their source states, by what the current derivation thinks.

    For each market and source of times: how many pages agree with it, are older or newer, are unsure, or have no time
    at all, by how many days they were moved (the median, and 90 % of them), and on what evidence. For each snapshot:
    how many of the pages that lay in it were moved away. The window cuts by the time that sources state, and counts
    whole months. The same stands in report study, where small numbers are left out.

    \b
    Example:
      cryptodrug report times --from 2018-11-01 --until 2019-04-30

    \b
    Exit codes:
      0  done, whether any page was moved or not
      2  an option is wrong, or CRYPTODRUG_DATABASE_URL is no database address
      5  nothing was derived, or the database cannot be used
    """
    from cryptodrug_scraper.report.asking import Asking  # --help is quick without these
    from cryptodrug_scraper.report.cells import cells
    from cryptodrug_scraper.report.hidden import Hidden
    from cryptodrug_scraper.report.named import titles_of, words_of
    from cryptodrug_scraper.report.parts import Study
    from cryptodrug_scraper.report.questions.times import times as answer
    from cryptodrug_scraper.store.reading import reading

    check_days(first_day, last_day)
    asked = dict.fromkeys(("country", "definition", "attribution")) | {"first_day": first_day, "last_day": last_day}
    with reading() as connection:
        scope = scope_of(connection, asked, identified=True)
        study = Study(scope, words_of(connection, language), Asking(connection, scope), Hidden(), titles_of(connection))
        section = answer(study)
    sources, looks = section.figures
    if as_json:
        window = {"first_day": scope.first_day, "last_day": scope.last_day}
        parts = {"sources": sources.frame.to_dicts(), "snapshots": looks.frame.to_dicts()}
        sys.stdout.buffer.write(to_json(window | parts) + b"\n")
        return
    for sentence in (*section.sentences, *section.headlines):
        say(sentence)
    for figure in (sources, looks):
        if figure.frame.height:
            names = [column.heading for column in figure.columns]
            print_table(names, [[cell.text for cell in row] for row in cells(study, figure)], title=figure.title)
        for sentence in figure.sentences:
            say(sentence)
