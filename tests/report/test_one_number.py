"""One question has one number: report, findings, cookbook, explore and packages say the same under the same key."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import polars as pl
import pytest

from cryptodrug_scraper.cookbook.asking import filled, given
from cryptodrug_scraper.cookbook.query import Query, queries
from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.door import ENTER
from cryptodrug_scraper.explore.guard import Key as BrowserKey
from cryptodrug_scraper.explore.invitations import Invitations
from cryptodrug_scraper.explore.looking import Looking
from cryptodrug_scraper.explore.pages.figures import KINDS
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.export.package import without_note
from cryptodrug_scraper.export.selection import Selection, Tier
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.study import study
from cryptodrug_scraper.store.database import URL_VARIABLE, open_for_reader
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.catalogue import measures
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.installed import study_named
from tests.support.all_figures import Figures, Scoped
from tests.support.said.of_cookbook import add_cookbook
from tests.support.said.of_explore import add_explore
from tests.support.said.of_findings import add_findings
from tests.support.said.of_package import add_package
from tests.support.said.of_report import add_report
from tests.support.said.rows import UnknownOutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from sqlalchemy import Connection

    from cryptodrug_scraper.report.study import Report
    from tests.support.derived_windows import Opened

WINDOW = (date(2018, 11, 1), date(2019, 11, 30))
SCOPES = (
    Scoped("BE", *WINDOW),
    Scoped("NL", *WINDOW),
    Scoped("DE", date(2019, 1, 1), date(2019, 3, 31), "D1", "A2"),
    Scoped("BE", date(2019, 3, 1), date(2019, 3, 31), "D3", "A3"),
)
"""Other countries, windows, definitions and attributions than those of the findings, too."""
SHORT = (0, 2, 3)
"""Those of every run; the other one is only of another country."""
PORT = 8101


@pytest.fixture(scope="module")
def client(shared: Opened) -> Iterator[FlaskClient]:
    """A browser that explore let in."""
    key, invitations = BrowserKey("/known-to-one-browser"), Invitations()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL_VARIABLE, shared.database.engine.url.render_as_string(hide_password=False))
        with open_for_reader() as views:
            patch.undo()
            sources = Sources(views.engine, shared.database.engine, [], Looking(120))
            browser = application(sources, PORT, invitations, key=key).test_client()
            browser.get(f"{ENTER}{invitations.give().token}", base_url=f"http://127.0.0.1:{PORT}")
            yield browser


def reported(connection: Connection, scope: Scoped, *, is_identified: bool) -> Report:
    asked = Scope(scope.country, scope.first, scope.last, scope.definition, scope.attribution, is_identified)
    return study(connection, asked, language="en", today=date(2026, 11, 29))


def collected(connection: Connection, client: FlaskClient, scope: Scoped) -> Figures:
    """All that identified outputs say of a scope."""
    figures = Figures()
    add_report(figures, scope, reported(connection, scope, is_identified=True))
    asked = Asked(scope.country, scope.first, scope.last, scope.definition, scope.attribution)
    add_findings(figures, scope, (asdict(each) for each in findings(connection, asked, study_named())))
    for kind in KINDS:
        add_explore(figures, scope, kind, explored(client, kind, scope))
    for query in queries():
        asked_of, rows = answered(connection, query, scope)
        add_cookbook(figures, asked_of, query.name, rows)
    return figures


def explored(client: FlaskClient, kind: str, scope: Scoped) -> str:
    of = {"country": scope.country, "definition": scope.definition, "attribution": scope.attribution}
    days = {"first": scope.first.isoformat(), "last": scope.last.isoformat()}
    path = f"/known-to-one-browser/figures/{kind}?{urlencode({**of, **days, 'csv': kind})}"
    answer = client.get(path, base_url=f"http://127.0.0.1:{PORT}")
    assert answer.status_code == 200, (path, answer.text[:200])
    return answer.text


def answered(connection: Connection, query: Query, scope: Scoped) -> tuple[Scoped, list[dict[str, Any]]]:
    """What a query of the cookbook gives for another country, in its usual days."""
    asked = given(query, {"country": scope.country}).values
    connection.exec_driver_sql("SET LOCAL search_path = research, public")
    result = connection.exec_driver_sql(filled(query, asked).replace("%", "%%"))
    days = (asked.get(name, day) for name, day in zip(("first_day", "last_day"), WINDOW, strict=True))
    return Scoped(scope.country, *days), [dict(row) for row in result.mappings()]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def all_figures(shared: Opened, client: FlaskClient) -> Callable[[int], Figures]:
    """Gives all that is said of the scope at a place, asked once."""

    @cache
    def figures(place: int) -> Figures:
        with shared.database.engine.connect() as connection:
            return collected(connection, client, SCOPES[place])

    return figures


@pytest.fixture(scope="module")
def published(shared: Opened, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """All that is said in public of the country and window of the findings."""
    figures, scope = Figures(), replace(SCOPES[0], audience="public")
    folder = tmp_path_factory.mktemp("published") / "package"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL_VARIABLE, shared.database.engine.url.render_as_string(hide_password=False))
        without_note(folder, Selection(tier=Tier.PUBLIC), None, forms=("parquet",))
    with shared.database.engine.connect() as connection:
        add_report(figures, scope, reported(connection, scope, is_identified=False))
    add_package(figures, scope, folder)
    return figures


@pytest.mark.parametrize(
    "place",
    [
        SHORT[0],
        *(pytest.param(each, marks=pytest.mark.slow) for each in SHORT[1:]),
        *(pytest.param(each, marks=pytest.mark.campaign) for each in range(len(SCOPES)) if each not in SHORT),
    ],
)
def test_all_outputs_say_the_same(all_figures: Callable[[int], Figures], place: int) -> None:
    figures, others = all_figures(place), all_figures(place).outputs()
    assert not list(figures.differences())
    assert figures.shared() > (1000, 1000, 400, 180)[place]
    for kind in ("report shares-who", "report shares-choices", "findings", "explore country_window"):
        assert others[kind] > 5, kind


@pytest.mark.slow
def test_what_is_published_says_the_same_everywhere(published: Figures) -> None:
    assert not list(published.differences())
    assert published.shared() > 500
    assert published.outputs()["export country_window"] > 5


@pytest.mark.slow
def test_each_output_has_figures_that_another_has_too(
    all_figures: Callable[[int], Figures], published: Figures
) -> None:
    shared: Counter[str] = Counter()
    for figures in (*map(all_figures, SHORT), published):
        shared.update(figures.outputs())
    alone = {name for name, count in shared.items() if not count}
    assert alone <= {
        *("report migration-country", "report origins-sets", "report origins-sets summed"),  # no other output has them
        *("report coverage-population", "export country_reach"),  # cookbook: by day; windows: too few to publish
    }


def test_a_figure_that_differs_is_found(all_figures: Callable[[int], Figures]) -> None:
    """One share of one month, asked otherwise by an output of which nobody knew, and one that is rounded otherwise."""
    figures, scope = all_figures(0), SCOPES[0]
    key, said = next(
        (key, said)
        for key, said in figures.found.items()
        if (key.measure, key.end, len(key.window)) == ("share of vendors", "share", len("2019-01"))
    )
    (true, *_) = said.values()
    seeded = Figures()
    for name, value in said.items():
        seeded.found[key][name] = value
    one = {"share": round(true.number, 3)}
    seeded.add("a page", scope, "share of vendors", key.market, one, month=f"{key.window}-01", step=0.001)
    assert not list(seeded.differences())
    seeded.add(
        "a page", scope, "share of vendors", key.market, {"share": one["share"] + 0.01}, month=f"{key.window}-01"
    )
    (found,) = seeded.differences()
    assert found.key == key
    assert "a page again" in {found.one[0], found.other[0]}


def test_an_output_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownOutputError):
        add_cookbook(Figures(), SCOPES[0], "a-new-query", [])
    with pytest.raises(UnknownOutputError):
        add_findings(Figures(), SCOPES[0], [], measures=("a new measure",))
    (tmp_path / "data").mkdir()
    pl.DataFrame({"value": [1]}).write_parquet(tmp_path / "data" / "a_new_table.parquet")
    with pytest.raises(UnknownOutputError):
        add_package(Figures(), SCOPES[0], tmp_path)
    with pytest.raises(UnknownOutputError):
        add_explore(Figures(), SCOPES[0], "a_new_page", "market\r\n")


def test_each_measure_of_a_study_is_read() -> None:
    add_findings(Figures(), SCOPES[0], [], measures=measures())
