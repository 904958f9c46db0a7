"""A sample is judged in the browser: blindly, apart, in an order of one's own, by keyboard, and by everybody."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.adjudication.drawing import draw
from cryptodrug_scraper.adjudication.judged import judged
from cryptodrug_scraper.adjudication.ledger import Ledger, add, ledger_of
from cryptodrug_scraper.adjudication.sample import Item, Sample, id_of_sample
from cryptodrug_scraper.decisions.subject import Account, Link
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.door import ENTER
from cryptodrug_scraper.explore.invitations import Invitations
from cryptodrug_scraper.explore.judging import Judging
from cryptodrug_scraper.explore.pages.adjudicate import PLACE, adjudicating
from cryptodrug_scraper.store.form_writer import open_for_forms
from cryptodrug_scraper.store.models import AdjudicationAnswer
from tests.explore.conftest import KEY, OWN, PORT, ROOT
from tests.explore.test_in_chromium import page, resize, served, visit
from tests.support.axe import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from sqlalchemy import Engine
    from werkzeug.test import TestResponse

    from cryptodrug_scraper.adjudication.sample import Step
    from cryptodrug_scraper.explore.sources import Sources
    from tests.support.browsing import Page

__all__ = ["page"]

MARKED = {"price_amount": "price", "amount": "amount"}
"""The field that is marked on the page of an item of kind field, by the column that is judged."""
AT = datetime(2026, 11, 29, 10, tzinfo=UTC)


@pytest.fixture
def sample(own: Sources) -> Sample:
    """A sample of what the pages tell, and two accounts of which one has no page."""
    with own.owner.begin() as connection:
        made = draw(connection, 8, 3, "E. Peeters", AT)
        vendor, market, capture = connection.exec_driver_sql(
            "SELECT vendor, market, capture_id FROM research.vendor_snapshot WHERE seen_on = 'page' LIMIT 1"
        ).one()
        pair = Item(
            kind="link",
            stratum="same",
            population=3,
            drawn=1,
            subject=Link(first=Account(market, vendor), second=Account("zion", "O'Neil & <i>")),
            machine="same",
            pages=(capture,),
        )
        made = Sample(size=9, seed=3, drawn_at=AT, drawn_by="E. Peeters", items=(*made.items, pair))
        add(connection, Ledger({id_of_sample(made): made}, {}))
    return made


@pytest.fixture
def engine(own: Sources) -> Iterator[Engine]:
    with open_for_forms(own.owner.url, [AdjudicationAnswer]) as engine:
        yield engine


def judging(own: Sources, sample: Sample, coder: str, step: Step = "coding") -> Judging:
    return Judging(id_of_sample(sample), sample, coder, step, own.owner)


def client_of(own: Sources, engine: Engine, part: Judging) -> FlaskClient:
    invitations = Invitations()
    client = application(own, PORT, invitations, key=KEY, writing=adjudicating(part, engine)).test_client()
    client.get(f"{ENTER}{invitations.give().token}", base_url=OWN)
    return client


def look(client: FlaskClient, path: str = "") -> str:
    answer = client.get(f"{ROOT}{PLACE}{path}", base_url=OWN)
    assert 200 == answer.status_code
    return answer.text


def send(client: FlaskClient, number: int, **values: str) -> TestResponse:
    given = {"key": KEY.token} | values
    return client.post(f"{ROOT}{PLACE}/{number}", base_url=OWN, data=given, headers={"Origin": OWN})


def right_for(item: Item) -> dict[str, str]:
    """What a careful person answers, if the program is right."""
    if item.kind == "quantity":
        return {"answer": "none"} if item.machine == "none" else {"answer": "stated", "grams": item.machine}
    return {"answer": "right" if item.kind == "field" else item.machine}


def ledger(own: Sources) -> Ledger:
    with own.owner.connect() as connection:
        return ledger_of(connection)


def marked_on(text_of_page: str) -> set[tuple[str, str]]:
    """The marks on a page: how each looks, and what it says when one points at it."""
    return set(re.findall(r'<mark class="([^"]*?)(?: cd-[^"]*)?"[^>]*title="([^"]*)"', text_of_page))


def test_two_code_apart_and_a_third_step_settles(own: Sources, engine: Engine, sample: Sample) -> None:
    parts = {name: judging(own, sample, name) for name in ("zelda", "bob")}
    clients = {name: client_of(own, engine, part) for name, part in parts.items()}
    orders = {name: part.order(ledger(own)) for name, part in parts.items()}
    assert orders["zelda"] != orders["bob"]
    assert sorted(orders["zelda"]) == sorted(orders["bob"]) == list(range(9))
    assert orders["zelda"] == judging(own, sample, "zelda").order(ledger(own))
    differ = sample.items[0]
    for name, client in clients.items():
        assert "<b>0 of 9</b> answered" in look(client)
        for number, place in enumerate(orders[name], start=1):
            given = right_for(sample.items[place])
            if name == "bob" and place == 0:
                given = {"answer": "cannot_tell"}
            answer = send(client, number, note="wörk <b>", **given)
            assert 303 == answer.status_code
            after = PLACE if number == 9 else f"{PLACE}/{number + 1}"
            assert ROOT + after == answer.headers["Location"]
        assert "All are answered" in look(client)

    found = judged(ledger(own), id_of_sample(sample))
    assert ["open", *["agreed"] * 8] == [each.state for each in found]
    settling = judging(own, sample, "cy", "settling")
    settling.check(ledger(own))
    third = client_of(own, engine, settling)
    assert "<b>0 of 1</b> answered" in look(third)
    shown = look(third, "/1")
    assert "The coders answered:" in shown
    assert "I cannot tell" in re.search(r"The coders answered:.*", shown)[0]  # type: ignore[index]
    assert "zelda" not in shown
    assert 303 == send(third, 1, **right_for(differ)).status_code
    assert "settled" == judged(ledger(own), id_of_sample(sample))[0].state
    with pytest.raises(ConfigurationError, match="zelda and bob code sample"):
        judging(own, sample, "dee").check(ledger(own))


@pytest.mark.slow
def test_nobody_sees_what_the_other_answers_or_the_program_thinks(own: Sources, engine: Engine, sample: Sample) -> None:
    ann, bob = judging(own, sample, "zelda"), judging(own, sample, "bob")
    first = client_of(own, engine, ann)
    for number, place in enumerate(ann.order(ledger(own)), start=1):
        send(first, number, note="seen by one alone", **right_for(sample.items[place]))
    second = client_of(own, engine, bob)
    for number, place in enumerate(bob.order(ledger(own)), start=1):
        item, shown = sample.items[place], look(second, f"/{number}")
        assert "zelda" not in shown
        assert not re.search("checked|stratum", shown)
        assert 'value=""' in shown or item.kind != "quantity"
        if item.kind == "field":
            assert f"reads the price of one unit as {item.machine}" in shown or item.machine in shown
        for which in range(len(item.pages)):
            inert = second.get(f"{ROOT}{PLACE}/{number}/page/{which}", base_url=OWN)
            judged_field = "" if isinstance(item.subject, Link) or item.kind != "field" else MARKED[item.subject.field]
            marks = {("cd-words", judged_field)} if judged_field else set()
            assert marks == marked_on(inert.text), "of no other field, and of nothing else"
            assert "sandbox" in inert.headers["Content-Security-Policy"]
        for none in (len(item.pages), 9):
            assert 404 == second.get(f"{ROOT}{PLACE}/{number}/page/{none}", base_url=OWN).status_code
    for path in ("/", "/search?q=a", "/ask?sql=SELECT+1", f"/capture/{sample.items[0].pages[0]}"):
        assert 404 == second.get(f"{ROOT}{path}", base_url=OWN).status_code
    assert "zelda" in look(first)  # as whom all is written


def test_an_answer_can_be_changed_and_what_is_wrong_is_said(own: Sources, engine: Engine, sample: Sample) -> None:
    part = judging(own, sample, "zelda")
    client, order = client_of(own, engine, part), part.order(ledger(own))
    weighed = next(number for number, place in enumerate(order, 1) if sample.items[place].kind == "quantity")
    for grams in ("", "a lot", "-3", "nan"):
        answer = send(client, weighed, answer="stated", grams=grams, note="kept")
        assert 422 == answer.status_code
        assert "Write the number of grams" in re.search('id="grams-error">([^<]*)', answer.text)[1]  # type: ignore[index]
        assert f'value="{grams}"' in answer.text
        assert "kept" in answer.text
        assert re.search('value="stated" checked', answer.text)
    assert 422 == send(client, weighed, answer="same").status_code
    assert 422 == send(client, weighed).status_code
    assert {} == ledger(own).answers
    send(client, weighed, answer="stated", grams="3,50")
    assert 'value="3.5"' in look(client, f"/{weighed}")
    send(client, weighed, answer="cannot_tell", note="two weights")
    assert 'value="cannot_tell" checked' in look(client, f"/{weighed}")
    assert ["3.5", "cannot_tell"] == [each.answer for each in ledger(own).answers.values()]
    for number in (0, 10, 99999):
        assert 404 == send(client, number, answer="cannot_tell").status_code


def test_a_third_who_began_meanwhile_is_told_so_and_writes_nothing(
    own: Sources, engine: Engine, sample: Sample
) -> None:
    clients = [client_of(own, engine, judging(own, sample, name)) for name in ("zelda", "bob", "cy")]
    codes = []
    for client in clients:
        answer = send(client, 1, answer="cannot_tell")
        codes.append(answer.status_code)
    assert [303, 303, 422] == codes
    assert "zelda and bob code this sample already" in answer.text
    assert 2 == len(ledger(own).answers)
    assert "nothing to settle" in look(client_of(own, engine, judging(own, sample, "cy", "settling")))


@pytest.mark.parametrize("each_in", ["turn", pytest.param("both", marks=pytest.mark.campaign)])
@pytest.mark.slow
def test_a_sample_is_judged_by_keyboard_and_for_everybody(
    page: Page, own: Sources, engine: Engine, sample: Sample, each_in: str
) -> None:
    """An accessibility checker finds nothing, on a screen or on a phone, light or dark, of which pages take turns."""
    part = judging(own, sample, "zelda")
    kinds = [sample.items[place].kind for place in part.order(ledger(own))]
    with served(own, PLACE, writing=adjudicating(part, engine)) as (started, enter):
        page.call("Page.navigate", url=enter)
        page.wait(f"document.readyState === 'complete' && location.href === '{started}{PLACE}'")
        numbers = {kind: number for number, kind in enumerate(kinds, start=1)}
        for turn, path in enumerate((PLACE, *(f"{PLACE}/{number}" for number in numbers.values()))):
            visit(page, started, path)
            for width, is_dark in ((1100, bool(turn % 2)), (360, not turn % 2)):
                resize(page, width=width, is_dark=is_dark)
                assert (path, width) == (path, page.ask("document.documentElement.scrollWidth"))
                if each_in == "both" or (width < 1100) == bool(turn // 2 % 2):
                    assert (path, []) == (path, violations(page))
        visit(page, started, f"{PLACE}/1")
        page.key("Tab")
        assert "To the content" == page.ask("document.activeElement.textContent")
        for _ in range(20):
            if page.ask("document.activeElement.name") == "answer":
                break
            page.key("Tab")
        page.key(" ")
        chosen = page.ask("document.querySelector('[name=answer]:checked').value")
        for _ in range(5):
            if page.ask("document.activeElement.id") == "note":
                break
            page.key("Tab")
        page.call("Input.insertText", text="by hand")
        page.key("Tab")
        if chosen == "stated":
            page.ask("document.querySelector('#grams').value = '3'")
        assert "BUTTON" == page.ask("document.activeElement.tagName")
        page.key("Enter")
        page.wait(f"document.readyState === 'complete' && location.pathname.endsWith('{PLACE}/2')")
    (made,) = ledger(own).answers.values()
    assert ("zelda", "by hand") == (made.coder, made.note)
