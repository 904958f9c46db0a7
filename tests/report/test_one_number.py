"""One question has one number: report, findings, cookbook, explore and packages say the same under the same key."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

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
from cryptodrug_scraper.store.database import open_for_reader
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.file import shipped_study
from docs.cookbook import queries
from tests.support.all_figures import Figures, Scoped
from tests.support.output_figures import (
    UnknownOutputError,
    add_cookbook,
    add_explore,
    add_findings,
    add_package,
    add_report,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
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
PORT = 8101
WINDOW_TEXT = tuple(day.isoformat() for day in WINDOW)
MONTH = re.compile(r"month = '(\d{4}-\d{2}-\d{2})'")
DAYS = re.compile(r"'(\d{4}-\d{2}-\d{2})', '(\d{4}-\d{2}-\d{2})'")


@pytest.fixture(scope="module")
def client(shared: Opened) -> Iterator[FlaskClient]:
    """A browser that explore let in."""
    key, invitations = BrowserKey("/known-to-one-browser"), Invitations()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRYPTODRUG_DATABASE_URL", shared.database.engine.url.render_as_string(hide_password=False))
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
    add_findings(
        figures, scope, ({**each.__dict__} if hasattr(each, "__dict__") else rows_of(each) for each in
        findings(connection, asked, shipped_study()))
    )  # fmt: skip
    for kind in KINDS:
        add_explore(figures, scope, kind, explored(client, kind, scope))
    for query in queries():
        asked_of, rows = answered(connection, query.sql, scope)
        add_cookbook(figures, asked_of, query.name, rows)
    return figures


def rows_of(finding: Any) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in finding.__slots__}


def explored(client: FlaskClient, kind: str, scope: Scoped) -> str:
    of = {"country": scope.country, "definition": scope.definition, "attribution": scope.attribution}
    days = {"first": scope.first.isoformat(), "last": scope.last.isoformat()}
    path = f"/known-to-one-browser/figures/{kind}?{urlencode({**of, **days, 'csv': kind})}"
    answer = client.get(path, base_url=f"http://127.0.0.1:{PORT}")
    assert answer.status_code == 200, (path, answer.text[:200])
    return answer.text


def answered(connection: Connection, sql: str, scope: Scoped) -> tuple[Scoped, list[dict[str, Any]]]:
    """What a query of the cookbook gives for another country; its days are those that it names."""
    days, month = DAYS.search(sql), MONTH.search(sql)
    first, last = map(date.fromisoformat, days.groups() if days else month.groups() * 2 if month else WINDOW_TEXT)
    asked = Scoped(scope.country, first, last)
    connection.exec_driver_sql("SET LOCAL search_path = research, public")
    result = connection.exec_driver_sql(sql.replace("'BE'", f"'{scope.country}'").replace("%", "%%"))
    return asked, [dict(row) for row in result.mappings()]


@pytest.fixture(scope="module")
def all_figures(shared: Opened, client: FlaskClient) -> list[Figures]:
    with shared.database.engine.connect() as connection:
        return [collected(connection, client, scope) for scope in SCOPES]


@pytest.fixture(scope="module")
def published(shared: Opened, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """All that is said in public of the country and window of the findings."""
    figures, scope = Figures(), replace(SCOPES[0], audience="public")
    folder = tmp_path_factory.mktemp("published") / "package"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRYPTODRUG_DATABASE_URL", shared.database.engine.url.render_as_string(hide_password=False))
        without_note(folder, Selection(tier=Tier.PUBLIC), None, forms=("parquet",))
    with shared.database.engine.connect() as connection:
        add_report(figures, scope, reported(connection, scope, is_identified=False))
    add_package(figures, scope, folder)
    return figures


@pytest.mark.parametrize("place", range(len(SCOPES)), ids=lambda place: SCOPES[place].country + SCOPES[place].definition)
def test_all_outputs_say_the_same(all_figures: list[Figures], place: int) -> None:
    figures = all_figures[place]
    assert not list(figures.differences())[:20]
    assert figures.shared() > 200
