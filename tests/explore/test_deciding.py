"""What people decide in explore is what `decision add` writes, from where it is shown."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from cryptodrug_scraper.decisions.ledger import decisions_of
from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.door import ENTER
from cryptodrug_scraper.explore.invitations import Invitations
from cryptodrug_scraper.explore.pages.deciding import BLUEPRINT, PLACE
from cryptodrug_scraper.explore.writing import Writing
from cryptodrug_scraper.store.form_writer import open_for_forms
from cryptodrug_scraper.store.models import Decision
from tests.explore.conftest import KEY, OWN, PORT, ROOT
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

LISTING = """
SELECT listing_observation_id::text, listing_id, vendor, price_amount FROM research.listing_snapshot
WHERE seen_on = 'page' AND price_amount IS NOT NULL AND origin_codes <> '{}' ORDER BY 2, 1 LIMIT 1
"""


@pytest.fixture
def engine(own: Sources) -> Iterator[Engine]:
    with open_for_forms(own.owner.url, [Decision]) as engine:
        yield engine


@pytest.fixture
def deciding(engine: Engine) -> Writing:
    return Writing("E. Peeters", engine, BLUEPRINT, PLACE, counted_by="CRYPTODRUG_HOME='a b' cryptodrug derive")


@pytest.fixture
def client(own: Sources, deciding: Writing) -> FlaskClient:
    invitations = Invitations()
    client = application(own, PORT, invitations, key=KEY, writing=deciding).test_client()
    assert 200 == client.get(f"{ENTER}{invitations.give().token}", base_url=OWN).status_code
    return client


@pytest.fixture
def known(own: Sources) -> dict[str, Any]:
    with own.owner.connect() as connection:
        return dict(connection.execute(text(LISTING)).mappings().one())


def shown(client: FlaskClient, path: str) -> str:
    answer = client.get(path if path.startswith(ROOT) else f"{ROOT}{path}", base_url=OWN)
    assert 200 == answer.status_code, answer.text
    return answer.text


def forms_on(text_of_page: str) -> dict[str, str]:
    """Addresses of forms that a page leads to, by their words."""
    found = re.findall(rf'<a href="({ROOT}/decide/[^"]+)">([^<]+)</a>', text_of_page)
    return {unescape(words): unescape(link) for link, words in found}


def send(client: FlaskClient, path: str, **values: str) -> TestResponse:
    return client.post(path, base_url=OWN, data={"key": KEY.token} | values, headers={"Origin": OWN})


def ledger(own: Sources) -> list[dict[str, Any]]:
    with own.owner.connect() as connection:
        return [
            {
                "kind": each.kind,
                "verdict": each.verdict,
                "value": each.value,
                "by": each.decided_by,
                "why": each.decided_why,
            }
            | ({"seen": each.ground.seen} if each.ground else {})
            for each in decisions_of(connection).values()
        ]


def test_a_field_is_corrected_where_its_record_is_shown(
    client: FlaskClient, own: Sources, known: dict[str, Any]
) -> None:
    form = forms_on(shown(client, f"/record/{known['listing_observation_id']}"))["price_amount"]
    asked = shown(client, form)
    assert f'value="{float(known["price_amount"])!r}"' in asked, "it begins with what was read"

    for wrong, said in (("about 45", "does not fit price_amount"), ("", "Write something: this is needed.")):
        answer = send(client, form, verdict="corrected", value=wrong, why="the 54 is of <b>bulk</b>")
        assert 422 == answer.status_code
        assert said in answer.text
        assert "the 54 is of &lt;b&gt;bulk&lt;/b&gt;" in answer.text, "nothing typed is lost"
    assert [] == ledger(own)

    answer = send(client, form, verdict="corrected", value="45", why="the page says 45")
    assert 303 == answer.status_code
    told = shown(client, answer.headers["Location"])
    assert "The next <code>CRYPTODRUG_HOME='a b' cryptodrug derive</code> takes it" in unescape(told)
    assert "the page says 45" in told
    (found,) = ledger(own)
    assert {"price_amount": "45.0"} == found["value"]
    assert ("field", "corrected", "E. Peeters") == (found["kind"], found["verdict"], found["by"])
    assert found["seen"]["price_amount"] == repr(float(known["price_amount"]))

    assert "Decided before" in shown(client, form)
    assert 303 == send(client, form, verdict="corrected", value="46", why="no, 46").status_code
    assert ["45.0", "46.0"] == [each["value"]["price_amount"] for each in ledger(own)]


def test_lists_and_long_texts_are_corrected_and_what_cannot_be_says_why(
    client: FlaskClient, own: Sources, known: dict[str, Any]
) -> None:
    record = known["listing_observation_id"]
    forms = forms_on(shown(client, f"/record/{record}"))
    assert {"description", "category_path", "listing_exclusion", "price_tier", "is_promoted"} <= forms.keys()
    assert not {"listing_id", "seen_on", "destination_excluded"} & forms.keys()
    asked = shown(client, forms["description"])
    assert '<textarea id="value" name="value"' in asked
    assert "Write a list of rows in JSON, each with code, source, text_field, span;" in unescape(
        shown(client, forms["listing_exclusion"])
    )
    rows = '[{"code": "US", "source": "text", "span": "nicht in die <USA>"}]'
    for wrong, said in ((rows[:-1], "is no JSON"), (rows.replace('"US"', '"us"'), "no code of ISO 3166-1")):
        answer = send(client, forms["listing_exclusion"], verdict="corrected", value=wrong, why="so")
        assert 422 == answer.status_code
        assert said in answer.text
        assert "nicht in die &lt;USA&gt;" in answer.text, "nothing typed is lost"
    answer = send(client, forms["listing_exclusion"], verdict="corrected", value=rows, why="so")
    assert 303 == answer.status_code
    assert "code US span nicht in die &lt;USA&gt; source text" in shown(client, answer.headers["Location"])
    assert "nicht in die" in ledger(own)[0]["value"]["listing_exclusion"][0]["span"]
    refused = client.get(f"{ROOT}/decide/field?record_id={record}&field=listing_id", base_url=OWN)
    assert 404 == refused.status_code
    assert "cannot be corrected: it identifies the record" in refused.text


def test_each_page_leads_to_what_can_be_decided_there(client: FlaskClient, own: Sources, known: dict[str, Any]) -> None:
    vendor = forms_on(shown(client, f"/market/dream/vendor/{known['vendor']}"))
    country = vendor["from where it sends"]
    assert (
        422
        == send(client, country, verdict="corrected", value="Belgium", why="w", first_day="", last_day="").status_code
    )
    refused = send(client, country, verdict="corrected", value="NL", why="w", first_day="1 May", last_day="")
    assert "is no day: write it as 2019-05-01" in unescape(refused.text)
    days = {"first_day": "2019-05-01", "last_day": ""}
    assert 303 == send(client, country, verdict="corrected", value="nl, be", why="seized", **days).status_code

    listing = forms_on(shown(client, f"/market/dream/listing/{known['listing_id']}"))
    of_all = listing["what it sells"]
    assert parse_qs(urlsplit(of_all).query)["title"]
    words = {"drug_class": "Benzos", "substance": "", "product_class": "physical"}
    assert 303 == send(client, of_all, verdict="corrected", scope="title", why="so", **words).status_code
    assert 422 == send(client, of_all, verdict="corrected", scope="listing", why="so", drug_class="").status_code

    link = f"{ROOT}/decide/link?market=dream&vendor={known['vendor']}&other_market=dream&other_vendor=AnotherName"
    assert 303 == send(client, link, verdict="rejected", why="two people").status_code
    same = f"{ROOT}/decide/link?market=dream&vendor=AnotherName&other_market=dream&other_vendor={known['vendor']}"
    assert "Decided before" in shown(client, same), "a pair is one, whichever is named first"

    price = f"{ROOT}/decide/holding_price?market=dream&listing_id={known['listing_id']}&price=9999.50&currency=USD"
    assert 303 == send(client, price, verdict="accepted", why="nobody pays that", first_day="", last_day="").status_code
    found = ledger(own)
    assert [
        ("country", {"origin_codes": ["BE", "NL"]}),
        ("class", {"drug_class": "Benzos", "product_class": "physical"}),
        ("link", None),
        ("holding_price", None),
    ] == [(each["kind"], each["value"]) for each in found]


def test_what_was_decided_is_taken_back_with_a_reason(client: FlaskClient, own: Sources, known: dict[str, Any]) -> None:
    form = forms_on(shown(client, f"/market/dream/vendor/{known['vendor']}"))["from where it sends"]
    days = {"first_day": "", "last_day": ""}
    made = send(client, form, verdict="rejected", value="BE", why="not from there", **days).headers["Location"]
    (back,) = re.findall(rf'href="({ROOT}/decisions/[^"]+/withdraw)"', shown(client, made))
    assert 422 == send(client, back, why=" ").status_code
    assert 303 == send(client, back, why="the parcel was another's").status_code
    assert ["rejected", "withdrawn"] == [each["verdict"] for each in ledger(own)]
    assert not re.findall(r"/withdraw", shown(client, "/decisions"))
    again = send(client, back, why="twice")
    assert (422, True) == (again.status_code, "does not count any longer" in again.text)


@pytest.mark.parametrize(
    "path",
    [
        *("/decide/nothing?market=dream", "/decide/country?market=dream", "/decide/link?market=dream&vendor=a"),
        *(
            "/decide/holding_price?market=dream&listing_id=1&price=x&currency=USD",
            "/decide/field?record_id=zz&field=title",
        ),
        "/decisions/00000000-0000-0000-0000-000000000000/withdraw",
    ],
)
def test_an_address_that_names_nothing_says_so(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{ROOT}{path}", base_url=OWN)
    assert 404 == answer.status_code or "there is no decision" in answer.text or "names nothing" in answer.text
    assert answer.status_code < 500


def test_without_a_name_no_page_leads_to_a_form(own: Sources, known: dict[str, Any]) -> None:
    invitations = Invitations()
    client = application(own, PORT, invitations, key=KEY).test_client()
    client.get(f"{ENTER}{invitations.give().token}", base_url=OWN)
    for path in (f"/record/{known['listing_observation_id']}", f"/market/dream/vendor/{known['vendor']}"):
        assert "/decide/" not in shown(client, path)
    assert 404 == client.get(f"{ROOT}/decisions", base_url=OWN).status_code


@pytest.mark.slow
def test_the_forms_are_for_everybody(page: Page, own: Sources, deciding: Writing, known: dict[str, Any]) -> None:
    """At two widths in both colours, and by keyboard."""
    record, vendor = known["listing_observation_id"], known["vendor"]
    paths = (
        f"/decide/field?record_id={record}&field=origin_codes",
        f"/decide/class?market=dream&listing_id={known['listing_id']}&title=Tea",
        f"/decide/country?market=dream&vendor={vendor}",
    )
    with served(own, "/decisions", writing=deciding) as (started, enter):
        page.call("Page.navigate", url=enter)
        page.wait(f"document.readyState === 'complete' && location.href === '{started}/decisions'")
        for path, width, is_dark in zip(paths, (1100, 360, 360), (True, False, True), strict=True):
            visit(page, started, path, width=width, is_dark=is_dark)
            assert [] == violations(page)
            assert width == page.ask("document.documentElement.scrollWidth")
        page.ask("document.querySelectorAll('[name=verdict]')[1].focus()")
        page.key(" ")
        page.key("Tab")
        page.call("Input.insertText", text="NL")
        for _ in range(3):
            page.key("Tab")
        page.call("Input.insertText", text="posted in Breda")
        page.key("Tab")
        page.key("Enter")
        page.wait("document.querySelector('[role=status]') !== null")
        assert [] == violations(page)
    assert ["posted in Breda"] == [each["why"] for each in ledger(own)]
