"""Each page of the application says what the database says, and leads on."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from sqlalchemy import select

from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.cases.case import Case, read_case
from cryptodrug_scraper.explore.landing import path_of
from cryptodrug_scraper.explore.looking import Looking
from cryptodrug_scraper.explore.pages.changes import cells_changed, changed_fields
from cryptodrug_scraper.explore.questions import Table, ask
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.models import ParseRun
from tests.explore.conftest import OWN, PAGES, ROOT, let_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from cryptodrug_scraper.explore.sources import Sources

CASE = Case(PAGES / "listing" / "weed_from_belgium", "weed_from_belgium")


def get(client: FlaskClient, path: str) -> TestResponse:
    return client.get(f"{ROOT}{path}", base_url=OWN)


def page(client: FlaskClient, path: str, code: int = 200) -> str:
    """A page, whose links are given without the secret path that all of them must have."""
    answer = get(client, path)
    assert code == answer.status_code, answer.text
    assert [] == [
        link for link in re.findall(r'(?:href|src|action)="(/[^"]*)"', answer.text) if not link.startswith(f"{ROOT}/")
    ]
    return answer.text.replace(ROOT, "")


def one(sources: Sources, sql: str, **values: object) -> dict[str, object]:
    return ask(sources.reader, "t", "t", sql, values).mappings[0]


def belgian(sources: Sources) -> dict[str, object]:
    (listing,) = (record for record in read_case(CASE)["records"] if record["record"] == "listing")
    sql = "SELECT * FROM listing_snapshot WHERE listing_id = :id AND seen_on = 'page' AND title = :title LIMIT 1"
    return one(sources, sql, id=listing["listing_id"], title=listing["title"])


def captures_of_a_vendor(sources: Sources) -> list[str]:
    sql = "SELECT capture_id FROM vendor_snapshot WHERE vendor = :name AND seen_on = 'page' ORDER BY captured_at"
    return [str(row["capture_id"]) for row in ask(sources.reader, "", "", sql, {"name": "KempenKruid"}).mappings]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/search", "/search?q=a", "/search?q=%25&market=dream", "/search?country=be"),
        *("/ask?sql=SELECT+1", "/search?category=Cannabis&first=2018-11&last=2019-01"),
        *(
            f"/figures/{name}"
            for name in ("market_month", "country_share", "transaction", "listing_month", "capture_time", "finding")
        ),
        "/figures/country_share?country=nl&definition=D1&attribution=A3&first=2018-11&last=2019-01-31&market=dream",
    ],
)
def test_every_page_is_there_says_its_sql_and_that_its_data_stay_here(client: FlaskClient, path: str) -> None:
    shown = page(client, path)
    assert "personal data" in shown
    assert "To cite:" in shown
    assert ("<summary>SQL</summary>" in shown) == (path != "/search")


def test_the_sql_that_a_page_shows_gives_its_rows(client: FlaskClient, sources: Sources) -> None:
    shown = page(client, "/search?q=weed")
    sql = unescape(re.findall(r"<pre>(.*?)</pre>", shown, re.DOTALL)[1])
    rows = list(csv.DictReader(io.StringIO(page(client, "/search?q=weed&csv=listings"))))
    assert [row["listing_id"] for row in rows] == [
        row["listing_id"] for row in ask(sources.reader, "", "", sql, {}).mappings
    ]


def test_a_row_leads_to_its_page_with_its_words_marked(client: FlaskClient, sources: Sources) -> None:
    row = belgian(sources)
    shown = page(client, f"/record/{row['listing_observation_id']}")
    assert re.search(r'<iframe name="cd-page" sandbox title="[^"]*" src="/capture/[^"]*#m\d+"', shown)
    link = re.findall(r'title="Title of the listing."><a target="cd-page" href="([^"]*)">title</a>', shown)[0]
    address, _, key = unescape(link).partition("#")
    body = page(client, address)
    marked = re.findall(r'<mark class="cd-words ([^"]*)" id="m\d+" data-cd="[^"]*" title="[^"]*">(.*?)</mark>', body)
    title = "".join(unescape(said) for names, said in marked if key in names.split())
    assert row["title"] == title
    quantity = [said for _, said in marked if said in row["title"] and said != row["title"]]
    assert quantity, "a weight in the title is marked alone"
    assert f'<a id="{key}"' in body
    assert 'data-cd="ships_from"' in body
    for name in re.findall(r"/page\?record=\d+#(m\d+)", shown):
        assert f'id="{name}"' in body


def test_a_page_is_sent_so_that_a_browser_may_only_look_at_it(client: FlaskClient, sources: Sources) -> None:
    answer = get(client, f"/capture/{belgian(sources)['capture_id']}/page")
    policy = answer.headers["Content-Security-Policy"]
    assert {"default-src 'none'", "img-src data:", "sandbox", "frame-ancestors 'self'"} <= set(policy.split("; "))
    assert "script" not in policy


def test_a_capture_lists_what_was_read_of_it(client: FlaskClient, sources: Sources) -> None:
    row = belgian(sources)
    shown = page(client, f"/capture/{row['capture_id']}")
    assert str(row["title"]) in unescape(shown)
    assert "review" in shown
    for view in ("page", "page?frame", "page?plain"):
        assert ("cd-words" in page(client, f"/capture/{row['capture_id']}/{view}").partition("</style>")[2]) == (
            "plain" not in view
        )


def test_a_vendor_and_a_listing_have_a_history(client: FlaskClient, sources: Sources) -> None:
    row = belgian(sources)
    assert str(row["listing_observation_id"]) in page(client, f"/market/dream/listing/{row['listing_id']}")
    shown = page(client, f"/market/dream/vendor/{row['vendor']}")
    assert f"/market/dream/listing/{row['listing_id']}" in shown


def test_two_captures_stand_side_by_side(client: FlaskClient, sources: Sources) -> None:
    first, *_, last = captures_of_a_vendor(sources)
    shown = page(client, f"/compare/{first}/{last}")
    assert re.search(r"<td[^>]*>sales</td>", shown)
    (frame,) = re.findall(r'<iframe sandbox [^>]*src="([^"]*)"', shown)
    address, _, opened = unescape(frame).partition("#")
    answer = get(client, address.removeprefix(ROOT))
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    body = answer.text
    rows = re.split(r'<div class="cd-row', body)[1:]
    marked = [re.findall(r'<mark class="cd-words [^"]*" id="([ab])-m\d+" data-cd="([^"]*)"', row) for row in rows]
    assert [place for place, row in enumerate(rows) if f'id="{opened}"' in row] == [
        next(place for place, found in enumerate(marked) if found)
    ], "it is open at the first change"
    for side in "ab":
        names = {name for found in marked for of, said in found if of == side for name in said.split(", ")}
        assert "sales" in names
        assert "vendor" not in names, "what is the same is not marked"
    both = next(found for found in marked if any("sales" in said.split(", ") for _, said in found))
    assert {"a", "b"} == {side for side, _ in both}, "what changed stands in one row"


def test_pages_of_rows_are_headed_by_what_a_person_calls_them(client: FlaskClient, sources: Sources) -> None:
    row = belgian(sources)
    words = f"{row['title']}, {row['vendor']}, Dream Market, "
    for path in (f"/record/{row['listing_observation_id']}", f"/capture/{row['capture_id']}"):
        shown = unescape(page(client, path))
        assert f"<h1>{words}" in shown
        assert f"<title>{words}" in shown
    listing = unescape(page(client, f"/market/dream/listing/{row['listing_id']}"))
    assert re.search(rf'<a href="[^"]*/record/{row["listing_observation_id"]}"[^>]*>{re.escape(words)}', listing)


def test_every_kind_of_identifier_leads_to_its_page(client: FlaskClient, sources: Sources) -> None:
    row = belgian(sources)
    of_page = f"/capture/{row['capture_id']}"
    leads = {row["listing_observation_id"]: f"/record/{row['listing_observation_id']}"}
    leads |= dict.fromkeys((row["capture_id"], row["parse_run_id"], str(row["capture_id"])[:13]), of_page)
    for identifier, path in leads.items():
        assert path == path_of(sources, str(identifier))
        answer = get(client, f"/go?id={identifier}")
        assert (303, path) == (answer.status_code, answer.headers["Location"].removeprefix(ROOT))
    answer = get(client, f"/record/{row['parse_run_id']}")
    assert (303, of_page) == (answer.status_code, answer.headers["Location"].removeprefix(ROOT))


def test_the_other_captures_of_a_thing_are_listed_to_be_compared(client: FlaskClient, sources: Sources) -> None:
    first, *_, last = captures_of_a_vendor(sources)
    shown = page(client, f"/capture/{first}")
    assert f'href="/compare/{first}/{last}"' in shown
    assert "this one" in shown
    answer = get(client, f"/compare?first={first}&second={last}")
    assert (303, f"/compare/{first}/{last}") == (answer.status_code, answer.headers["Location"].removeprefix(ROOT))
    page(client, "/compare?first=", 404)


def test_a_question_of_ones_own_is_answered(client: FlaskClient, sources: Sources) -> None:
    row = belgian(sources)
    sql = quote(f"SELECT listing_observation_id, '100%' AS all FROM listing_snapshot WHERE title = '{row['title']}';")
    assert f"/record/{row['listing_observation_id']}" in page(client, f"/ask?sql={sql}")
    assert "100%" in page(client, f"/ask?sql={sql}&csv=answer")


def test_search_is_narrowed_by_each_of_its_fields(client: FlaskClient, sources: Sources) -> None:
    row = belgian(sources)
    found = f"/market/dream/listing/{row['listing_id']}"
    at = str(row["captured_at"])
    for given in (
        "country=be",
        f"category={row['drug_class']}",
        f"q={row['listing_id']}",
        f"first={at[:7]}&last={at[:7]}",
    ):
        assert found in page(client, f"/search?{given}&market=")
    for given in ("country=fr", "category=Opioids", "q=nothing+like+it", "last=2011-01", "q=weed&market=empire"):
        assert found not in page(client, f"/search?{given}")
    assert "is no day" in page(client, "/search?first=soon", 404)


def test_two_versions_of_a_parser_stand_side_by_side(own: Sources) -> None:
    client = let_in(own)
    context = CASE.context
    capture = Capture(CASE.body, Origin("folder", "x"), context.url, context.captured, "sidecar")
    with own.owner.connect() as connection:
        for version, is_changed in (("0.1+dream.aaaa", True), ("0.1+dream.bbbb", False)):
            body = CASE.body.replace(b"Belgium", b"France") if is_changed else CASE.body
            load(connection, [batch_of([(capture, parse_page(body, context))], version)])
        query = select(ParseRun.parse_run_id).where(ParseRun.capture_id == capture.capture_id)
        found = connection.execute(query.where(ParseRun.parser_version.like("0.1+%")).order_by(ParseRun.parser_version))
        runs = [str(run) for run in found.scalars()]
    shown = page(client, f"/capture/{capture.capture_id}/readings/{runs[0]}/{runs[1]}")
    cells = re.sub(r'<td class="[^"]*">|\s*\n\s*', "<td>", shown).replace("<td><td>", "<td>")
    assert "<td>ships_from_raw</td><td>France</td><td>Belgium</td>" in cells
    page(client, f"/capture/{capture.capture_id}/readings/{runs[0]}/{capture.capture_id}", 404)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/record/xyz",
        "/record/ffffffff",
        "/capture/ffffffff/page",
        "/?csv=nothing",
        "/snapshot/none",
        "/market/dream/vendor/nobody",
        "/figures/none",
        "/go?id=zz",
    ],
)
def test_what_is_not_there_is_said_to_be_missing(client: FlaskClient, path: str) -> None:
    assert "Not shown" in page(client, path, 404)


def test_a_page_whose_bytes_are_elsewhere_says_how_to_name_them(
    client: FlaskClient, sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = belgian(sources)
    monkeypatch.setattr(sources, "roots", [PAGES / "login"])
    monkeypatch.setattr(sources, "looking", Looking())
    assert "name the folder that was replayed with --archive" in page(client, f"/capture/{row['capture_id']}")
    assert "name the folder that was replayed with --archive" in page(
        client, f"/record/{row['listing_observation_id']}"
    )


def test_what_a_page_says_is_text_wherever_it_is_shown(own: Sources) -> None:
    client = let_in(own)
    payload = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e=1+1"
    (listing,) = (record for record in read_case(CASE)["records"] if record["record"] == "listing")
    escaped = payload.replace("<", "&lt;").encode()
    body = CASE.body.replace(listing["title"].encode(), escaped)
    assert escaped in body
    captured = parse_capture_time("2019-02-02")
    capture = Capture(body, Origin("folder", "x"), captured=captured, time_source="sidecar")
    with own.owner.connect() as connection:
        load(connection, [batch_of([(capture, parse_page(body, PageContext(None, captured)))], "0.1+dream.aaaa")])
    for path in ("/search?q=script", f"/market/dream/listing/{listing['listing_id']}"):
        shown = page(client, path)
        assert "<script" not in shown
        assert "<img" not in shown
        assert "\u202e" not in shown
    assert "'=1+1" not in page(client, "/search?q=script&csv=listings")


def test_a_cell_that_says_otherwise_than_before_on_such_a_page_has_changed() -> None:
    names = ("captured_at", "seen_on", "capture_id", "title", "price")
    rows = [
        (1, "page", "c1", "a", None),
        (2, "page", "c2", None, "x"),
        (3, "card", "c3", "A", "x"),  # a card may print it otherwise
        (4, "page", "c4", "a", "x"),
        (5, "page", "c5", "b", "y"),
    ]
    table = Table("", "", names, rows, "")
    assert {(4, "title"), (4, "price")} == cells_changed(table)
    assert [
        (5, "page", "title", "a", "b", "c4", "c5", "side by side"),
        (5, "page", "price", "x", "y", "c4", "c5", "side by side"),
    ] == sorted(changed_fields(table).rows, key=lambda row: str(row[2]), reverse=True)
