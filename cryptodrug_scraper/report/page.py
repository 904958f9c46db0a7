"""The page: one file of HTML with its style, its scripts and its figures, that asks nothing of a network."""

from __future__ import annotations

import hashlib
import json
import shlex
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import count
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import vl_convert
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from cryptodrug_scraper.report.cells import NUMBERS, Cell, cells, is_wide
from cryptodrug_scraper.report.citation import citation
from cryptodrug_scraper.report.maps import WORLD, outlines
from cryptodrug_scraper.report.small import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cryptodrug_scraper.report.citation import Source
    from cryptodrug_scraper.report.parts import Chart, Figure, Section, Study

__all__ = ["render"]

_SCRIPT_ENDS = (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


@dataclass(frozen=True, slots=True)
class _Picture:
    """A chart as the template takes it: with its own number, such as Figure 2b, and a caption that goes with it."""

    name: str
    chart: Chart
    spec: Markup
    which: str
    caption: str
    file: str
    reading: str


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A figure as the template takes it; what has no chart is a table, and numbered as such."""

    figure: Figure
    which: str
    rows: Sequence[Sequence[Cell]]
    charts: Sequence[_Picture]
    empty: Sequence[_Picture]
    is_hidden: bool
    is_wide: bool
    explore: str


def render(
    study: Study, sections: Sequence[Section], source: Source, *, title: str | None = None, about: str | None = None
) -> str:
    """
    Return the page of a study.

    Args:
        study: with what its questions are answered.
        sections: what it is made of.
        source: the derivation and the data.
        title: of the page; None: that of a study.
        about: what it is about, for its summary; None: what a study is.
    """
    words, scope = study.words, study.scope
    numbers = {kind: count(1) for kind in ("figure", "table")}
    drawn = [
        (
            section,
            [_drawn(study, each, next(numbers["figure" if each.charts else "table"])) for each in section.figures],
        )
        for section in sections
    ]
    country = words.named(scope.country)
    chosen = {
        "definition": words(f"definition.{scope.definition}"),
        "attribution": words(f"attribution.{scope.attribution}"),
    }
    style, script, charts = _part("page.css"), _part("page.js"), _charts()
    has_map = any(WORLD in chart.spec for _, figures in drawn for figure in figures for chart in figure.charts)
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        _part("page.html")
    )
    return page.render(
        words=words,
        scope=scope,
        sections=drawn,
        source=source,
        title=title or words("page.title", country=country),
        about=about or words("page.about", country=country, **chosen),
        headlines=[(section, figures) for section, figures in drawn if section.headlines],
        citation=citation(source, scope, words),
        style=Markup(style),  # noqa: S704  # our own file
        script=Markup(script),  # noqa: S704
        charts=Markup(charts),  # noqa: S704
        policy=_policy(charts, script),
        formats=_json(words.chart_formats()),
        outlines=_json(json.loads(outlines())) if has_map else None,
        world=WORLD,
        numbers=NUMBERS,
    )


def _drawn(study: Study, figure: Figure, number: int) -> _Drawn:
    words, scope = study.words, study.scope
    which = words("numbered.figure" if figure.charts else "numbered.table", number=words.number(number))
    window = words("page.window", first=words.day(scope.first_day), last=words.day(scope.last_day))
    charts: dict[bool, list[_Picture]] = {False: [], True: []}
    for place, chart in enumerate(figure.charts):
        letter = ascii_lowercase[place] if len(figure.charts) > 1 else ""
        title = ". ".join(filter(None, (figure.title, chart.heading if chart.heading != figure.title else "")))
        caption = words("numbered.caption", which=f"{which}{letter}", title=title)
        made = [caption, *_choice(study, chart), window if chart.until is None else _until(study, chart.until)]
        about = chart.spec.get("usermeta", {})
        reading = about.get("reading")
        charts[bool(about.get("empty"))].append(
            _Picture(
                f"{figure.name}-{place + 1}",
                chart,
                _json(chart.spec),
                f"{which}{letter}",
                "".join(f"{part}. " for part in made).rstrip(),
                f"{words('numbered.figure', number=number).lower().replace(' ', '-')}{letter}-{figure.name}.svg",
                words(f"legend.{reading}") if reading else "",
            )
        )
    path = figure.explore or ("/ask" if figure.sql else "")
    explore = f"cryptodrug explore --at {shlex.quote(path)}" if path else ""
    rows = cells(study, figure)
    return _Drawn(figure, which, rows, charts[False], charts[True], _is_hidden(figure), is_wide(figure), explore)


def _choice(study: Study, chart: Chart) -> list[str]:
    """The country and the choices on which a picture rests; nothing of one of whole markets."""
    scope, words = study.scope, study.words
    codes = {
        "all": [scope.definition, scope.attribution],
        "definition": [scope.definition],
        "sales": [*([scope.definition] if scope.attribution == "A2" else []), scope.attribution],
        "every": [words("page.every_choice")],
    }
    return [", ".join([words.country(scope.country), *codes[chart.of]])] if chart.of in codes else []


def _until(study: Study, until: datetime) -> str:
    return study.words("page.all_snapshots", last=study.words.day(until))


def _is_hidden(figure: Figure) -> bool:
    """Whether all rows are hidden, and no number is left."""
    frame = figure.frame
    if HIDDEN not in frame.columns or frame.is_empty() or not frame[HIDDEN].all():
        return False
    numbers = [column.name for column in figure.columns if column.kind in NUMBERS]
    return all(frame[name].null_count() == frame.height for name in numbers)


@cache
def _charts() -> str:
    """Vega, Vega-Lite and what embeds them, as one script that can stand within HTML."""
    bundle: Any = vl_convert.javascript_bundle  # its stub asks for an argument that it does not need
    return str(bundle()).replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _part(name: str) -> str:
    return files(__package__).joinpath("style", name).read_text(encoding="utf-8")


def _json(value: Any) -> Markup:  # noqa: ANN401  # whatever JSON can hold
    """JSON that can stand in a script of a page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, escaped in _SCRIPT_ENDS:
        text = text.replace(sign, escaped)
    return Markup(text)  # noqa: S704  # what could end the script is escaped


def _policy(*scripts: str) -> str:
    """The page's own scripts may run and its style may apply; nothing is fetched, sent, framed or evaluated."""
    digests = " ".join(f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {digests}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
