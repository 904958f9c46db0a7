"""Forms that write: from a page of this session alone, into their tables alone, and so that nothing typed is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.door import ENTER
from cryptodrug_scraper.explore.guard import MOST_SENT
from cryptodrug_scraper.explore.invitations import Invitations
from cryptodrug_scraper.store.form_writer import open_for_forms
from cryptodrug_scraper.store.models import Decision
from tests.explore.conftest import KEY, OWN, PORT, ROOT
from tests.explore.forms import noting
from tests.explore.test_in_chromium import page, served, visit
from tests.support.axe import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from sqlalchemy import Engine
    from werkzeug.test import TestResponse

    from cryptodrug_scraper.explore.sources import Sources
    from tests.support.browsing import Page

__all__ = ["page"]

RIGHT = {"verdict": "rejected", "title": "Blue <kettle>", "why": "one line\r\nanother \u00e9\U0001f642"}


@pytest.fixture
def engine(own: Sources) -> Iterator[Engine]:
    """Connections that may write decisions."""
    with open_for_forms(own.owner.url, [Decision]) as engine:
        yield engine


@pytest.fixture
def writer(own: Sources, engine: Engine) -> FlaskClient:
    """A client of a server that takes the form."""
    invitations = Invitations()
    client = application(own, PORT, invitations, key=KEY, writing=noting(engine)).test_client()
    assert 200 == client.get(f"{ENTER}{invitations.give().token}", base_url=OWN).status_code
    return client


def send(
    client: FlaskClient, values: dict[str, str], headers: dict[str, str] | None = None, **more: str
) -> TestResponse:
    """Send the form as a browser does, from its page."""
    given = {"key": KEY.token} | values
    return client.post(f"{ROOT}/note", base_url=OWN, data=given, headers={"Origin": OWN} | (headers or {}), **more)


def kept(engine: Engine) -> list[tuple[str, str, str]]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT verdict, decided_by, decided_why FROM decision ORDER BY decided_at"))
        return [tuple(row) for row in rows]


def test_what_was_sent_is_written_once_and_the_browser_sent_on(writer: FlaskClient, engine: Engine) -> None:
    shown = writer.get(f"{ROOT}/note", base_url=OWN)
    assert re.search(f'name="key" value="{KEY.token}"', shown.text)
    assert KEY.value not in shown.text
    assert "same-origin" == shown.headers["Referrer-Policy"]  # else a browser says of no form where it comes from
    assert "form-action 'self'" in shown.headers["Content-Security-Policy"]
    assert "Forms are written as <b>E. Peeters</b>" in writer.get(f"{ROOT}/", base_url=OWN).text
    answer = send(writer, RIGHT)
    assert (303, f"{ROOT}/note") == (answer.status_code, answer.headers["Location"])
    assert [("rejected", "E. Peeters", "one line\nanother \u00e9\U0001f642")] == kept(engine)


@pytest.mark.parametrize(
    ("changed", "said", "named"),
    [
        ({"verdict": ""}, "Choose one: this is needed.", "verdict"),
        ({"verdict": "perhaps"}, "Choose one of those that are here.", "verdict"),
        ({"title": "  "}, "Write something: this is needed.", "title"),
        ({"title": "x" * 21}, "21 characters, and 20 are the most", "title"),
        ({"why": "a\0b"}, "control character", "why"),
        ({"why": "a\x1b[31m"}, "control character", "why"),
        ({"kind": "field"}, "Choose one of those that are here.", "kind"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    writer: FlaskClient, engine: Engine, changed: dict[str, str], said: str, named: str
) -> None:
    answer = send(writer, RIGHT | {"kind": "link"} | changed)
    assert 422 == answer.status_code
    shown = re.search(f'id="{named}-error">([^<]*)<', answer.text)
    assert shown is not None
    assert said in shown[1]
    assert f'href="#{named}"' in answer.text
    assert f"{named}-error" in re.search(f'id="{named}"[^>]*aria-describedby="([^"]*)"', answer.text)[1]  # type: ignore[index]
    if named != "title":
        assert 'value="Blue &lt;kettle&gt;"' in answer.text
    if named != "why":
        assert "one line\nanother \u00e9" in answer.text
    if named != "verdict":
        assert re.search('value="rejected" checked', answer.text)
    if named != "kind":
        assert re.search('value="link" selected', answer.text)
    assert [] == kept(engine)


@pytest.mark.parametrize(
    ("headers", "token", "code"),
    [
        ({"Origin": "http://attacker.example"}, KEY.token, 403),
        ({"Origin": "null"}, KEY.token, 403),
        ({"Origin": f"http://127.0.0.1:{PORT + 1}"}, KEY.token, 403),
        ({"Sec-Fetch-Site": "cross-site"}, KEY.token, 403),
        ({"Sec-Fetch-Site": "same-site"}, KEY.token, 403),
        ({}, "", 403),
        ({}, KEY.value, 403),
        ({}, "\u00e9", 403),
        ({"Content-Type": "text/plain"}, KEY.token, 415),
        ({"Content-Type": "multipart/form-data; boundary=x"}, KEY.token, 415),
        ({"Transfer-Encoding": "chunked"}, KEY.token, 413),
    ],
)
def test_a_form_of_elsewhere_writes_nothing(
    writer: FlaskClient, engine: Engine, headers: dict[str, str], token: str, code: int
) -> None:
    assert code == send(writer, RIGHT | {"key": token}, headers).status_code
    assert [] == kept(engine)


def test_a_form_that_does_not_say_where_it_comes_from_or_who_sends_it_writes_nothing(
    writer: FlaskClient, engine: Engine
) -> None:
    given = RIGHT | {"key": KEY.token}
    assert 403 == writer.post(f"{ROOT}/note", base_url=OWN, data=given).status_code
    stranger = writer.application.test_client()
    assert 403 == stranger.post(f"{ROOT}/note", base_url=OWN, data=given, headers={"Origin": OWN}).status_code
    assert 405 == stranger.post(f"{ENTER}x", base_url=OWN, data=given, headers={"Origin": OWN}).status_code
    assert [] == kept(engine)


def test_what_is_too_large_is_refused_and_pages_without_a_form_take_none(writer: FlaskClient, engine: Engine) -> None:
    assert 413 == send(writer, RIGHT | {"why": "x" * MOST_SENT}).status_code
    sent = {"key": KEY.token}
    assert 405 == writer.post(f"{ROOT}/ask", base_url=OWN, data=sent, headers={"Origin": OWN}).status_code
    assert 405 == writer.put(f"{ROOT}/note", base_url=OWN, data=sent, headers={"Origin": OWN}).status_code
    assert 413 == writer.get(f"{ROOT}/note", base_url=OWN, data=b"x").status_code
    assert [] == kept(engine)


def test_a_server_that_is_started_without_a_person_takes_no_form(client: FlaskClient) -> None:
    sent = client.post(f"{ROOT}/note", base_url=OWN, data={"key": KEY.token}, headers={"Origin": OWN})
    assert 405 == sent.status_code


def test_pages_alone_are_no_way_to_others(own: Sources, engine: Engine) -> None:
    invitations = Invitations()
    asked = application(own, PORT, invitations, key=KEY, writing=noting(engine, is_alone=True)).test_client()
    asked.get(f"{ENTER}{invitations.give().token}", base_url=OWN)
    shown = asked.get(f"{ROOT}/note", base_url=OWN)
    assert ["/note"] == [link.removeprefix(ROOT) for link in re.findall(r'<a href="(/[^"#]*)" aria', shown.text)]
    for path in ("/", "/search", "/ask?sql=SELECT+1", "/figures/finding", "/record/x"):
        assert 404 == asked.get(f"{ROOT}{path}", base_url=OWN).status_code


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE decision SET verdict = 'accepted'",
        "DELETE FROM decision",
        "TRUNCATE decision",
        "INSERT INTO market (code) VALUES ('x')",
        "SELECT * FROM capture",
        "SELECT * FROM derived.part",
        "CREATE TABLE public.mine (n int)",
    ],
)
def test_connections_of_forms_may_add_to_their_tables_and_nothing_else(engine: Engine, sql: str) -> None:
    with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied|must be owner"):
        connection.execute(text(sql))


@pytest.mark.parametrize("each_in", ["turn", pytest.param("all", marks=pytest.mark.campaign)])
@pytest.mark.slow
def test_a_form_is_filled_in_by_keyboard_in_a_browser_and_for_everybody(
    page: Page, own: Sources, engine: Engine, each_in: str
) -> None:
    """
    It is drawn at two widths in both colours, each of which is checked once; it says what it lacks, and what a browser
    sends is taken.
    """
    with served(own, "/note", writing=noting(engine)) as (started, enter):
        page.call("Page.navigate", url=enter)
        page.wait(f"document.readyState === 'complete' && location.href === '{started}/note'")
        for width, is_dark in ((1100, False), (1100, True), (360, False), (360, True)):
            visit(page, started, "/note", width=width, is_dark=is_dark)
            page.ask("document.querySelector('#title').focus()")
            page.key("Enter")  # sends it, with the title empty
            page.wait("document.querySelector('[role=alert]') !== null")
            if each_in == "all" or is_dark == (width < 1100):
                assert [] == violations(page)
            assert width == page.ask("document.documentElement.scrollWidth")
            assert 2 == page.ask("document.querySelectorAll('.wrong').length")
        page.ask("document.querySelector('[name=verdict]').focus()")
        page.key(" ")
        for typed in ("Tab", "Tab"):
            page.key(typed)
        assert "title" == page.ask("document.activeElement.id")
        page.call("Input.insertText", text="Kettle")
        page.key("Tab")
        page.call("Input.insertText", text="by hand")
        page.key("Tab")
        assert "BUTTON" == page.ask("document.activeElement.tagName")
        page.key("Enter")
        page.wait("document.querySelector('#kept')?.textContent === '1 kept: by hand'")
    assert [("accepted", "E. Peeters", "by hand")] == kept(engine)
