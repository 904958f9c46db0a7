"""A question of one's own, one copied from a report, or one of the cookbook, whose rows lead on to their pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request

from cryptodrug_scraper.cookbook.asking import given, headed
from cryptodrug_scraper.cookbook.kinds import EVENTS_HELD, Held, kind_of
from cryptodrug_scraper.cookbook.query import queries, query_called
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.explore.answer_chart import chart_of
from cryptodrug_scraper.explore.asked_apart import RefusedError
from cryptodrug_scraper.explore.pages.answer import asked, elsewhere, sources, wants_csv
from cryptodrug_scraper.explore.pages.download import download, is_left
from cryptodrug_scraper.explore.pages.usual_values import carried, usual_values
from cryptodrug_scraper.explore.questions import MOST_ROWS, Table
from cryptodrug_scraper.explore.schema import found_in, used_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.cookbook.asking import Given
    from cryptodrug_scraper.cookbook.query import Query

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("asking", __name__)

_NAME = "answer"
_MOST_BYTES = 8 * 1024 * 1024
"""Of the rows that a page shows."""
_MOST_TEXT = 20_000
"""Characters of one text on a page."""
_ASKED = "asked"
"""What the button of a question of the cookbook sends: until then its page has the fields and the SQL alone."""
_REFUSED = 404
_OPEN = 3
"""Views found by words that are shown with their columns, if there are no more."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """
    What became of a question.

    Attributes:
        tables: the answer, if there is one.
        why: why there is none; empty if there is one, or nothing was asked.
        before: of SQL that was refused, what stands before the place that the database names; None where it names none.
        at: the word at that place.
        after: what follows it.
        place: that place in words.
    """

    tables: Sequence[Table] = ()
    why: str = ""
    before: str | None = None
    at: str = ""
    after: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class _Field:
    """
    A field of the form of a question.

    Attributes:
        name: of its value.
        label: what the value means.
        said: what it holds.
        wrong: what is wrong with that; empty if nothing is.
        options: what can be chosen, each with its words; none for what is written.
        is_day: whether it is a day.
    """

    name: str
    label: str
    said: str
    wrong: str
    options: Sequence[tuple[str, str]]
    is_day: bool


@BLUEPRINT.get("/ask")
def question() -> Response:
    """The answer to a question in SQL, which is asked as researchers may: it reads views, and changes nothing."""
    sql = request.args.get("sql", "").strip()
    if sql and wants_csv() == _NAME:
        return download(sources(), _NAME, sql, None)
    answer = _answer(sql) if sql and wants_csv() is None else _Answer()
    kept = urlencode(carried())
    sections: dict[str, list[tuple[str, Query]]] = {}
    for each in queries():
        sections.setdefault(each.section, []).append((f"/ask/{each.name}{'?' if kept else ''}{kept}", each))
    return _page("ask.html", answer, sql, heading="Ask in SQL", sections=sections)


@BLUEPRINT.get("/ask/<called>")
def of_cookbook(called: str) -> Response:
    """A question of the cookbook: its fields, its SQL with their values, and once it is asked the answer."""
    try:
        query = query_called(called)
    except ConfigurationError:
        abort(404)
    if called != query.name:
        return elsewhere(f"/ask/{query.name}")
    held = _held()
    found = given(query, usual_values(query) | request.args.to_dict(), held)
    sql = "" if found.wrong else headed(query, found.values)
    is_asked = _ASKED in request.args
    if is_asked and sql and wants_csv() == _NAME:
        return download(sources(), query.name, sql, None)
    answer = _answer(sql) if is_asked and sql and wants_csv() is None else _Answer()
    answer = replace(answer, tables=[replace(table, sql="") for table in answer.tables])  # it stands beside the schema
    charts = [] if query.chart is None else [chart_of(query.chart, table) for table in answer.tables]
    return _page(
        "ask_cookbook.html",
        answer,
        sql,
        heading=query.question,
        asked_of=query,
        fields=_fields(query, found, held),
        is_wrong=is_asked and bool(found.wrong),
        pictures=[chart for chart in charts if chart is not None],
        is_drawn=query.chart is not None,
    )


def _page(template: str, answer: _Answer, sql: str, **values: object) -> Response:
    relations = sources().schema()
    used = used_by(sql, relations)
    wanted = request.args.get("schema", "").strip()
    others = found_in(relations, wanted) if wanted else [each for each in relations if each not in used]
    page = asked(
        template,
        answer.tables,
        sql=sql,
        answer=answer,
        used=used,
        others=others,
        wanted=wanted,
        is_open=bool(wanted) and len(others) <= _OPEN,
        kept=[(name, value) for name, value in request.args.items() if name not in {"schema", "csv"}],
        **values,
    )
    if answer.why:
        page.status_code = _REFUSED
    return page


def _answer(sql: str) -> _Answer:
    bounds = {"most_rows": MOST_ROWS, "most_bytes": _MOST_BYTES, "most_text": _MOST_TEXT}
    try:
        with sources().ask_apart(sql, None, is_left(), **bounds) as answer:
            rows = [row for some in answer.rows() for row in some]
            return _Answer([Table("The answer", _NAME, answer.names, rows, sql, answer.is_cut)])
    except RefusedError as error:
        return _refused(sql, str(error), error.position)
    except StoreError as error:
        return _Answer(why=str(error))


def _refused(sql: str, why: str, position: int | None) -> _Answer:
    if position is None or not 0 < position <= len(sql) + 1:
        return _Answer(why=why)
    before, rest = sql[: position - 1], sql[position - 1 :]
    word = rest.split(maxsplit=1)[0] if rest.strip() and not rest[0].isspace() else rest[:1]
    lines = before.split("\n")
    place = f"line {len(lines)}, character {len(lines[-1]) + 1}"
    return _Answer((), why, before, word, rest[len(word) :], place)


def _held() -> Held:
    events = sources().ask("events", "Events", EVENTS_HELD)
    return Held(sources().markets(), [str(row[0]) for row in events.rows])


def _fields(query: Query, found: Given, held: Held) -> list[_Field]:
    made = []
    for each in query.parameters:
        kind = kind_of(each.kind, held)
        said, wrong = found.said[each.name], found.wrong.get(each.name, "")
        made.append(
            _Field(each.name, each.meaning, said, wrong, _options(kind.choices, said), kind.is_day and not wrong)
        )
    return made


def _options(choices: Mapping[str, str], said: str) -> Sequence[tuple[str, str]]:
    """What can be chosen, with what was given, which stays there where it is none of these."""
    options = [(code, f"{code}: {note}" if note and note != code else code) for code, note in choices.items()]
    return options if not options or said in choices else [*options, (said, said or "nothing")]
