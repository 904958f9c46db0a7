"""A decision shows on the figures that it bears on, also one that says that something is not so, and on no others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli.findings import findings
from cryptodrug_scraper.decisions.rests import rests
from cryptodrug_scraper.explore.looking import Looking
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.store.database import open_for_reader
from tests.decisions.test_derived import SAID, run
from tests.explore.conftest import OWN, ROOT, let_in
from tests.support.derived_windows import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from tests.support.derived_windows import Opened

CANDIDATE = """
SELECT l.market_a, l.vendor_a, l.market_b, l.vendor_b FROM research.account_link l
JOIN research.migration m ON (m.from_market, m.from_vendor) = (l.market_a, l.vendor_a)
WHERE l.decision = 'candidate' AND l.market_a = 'dream' ORDER BY 1, 2, 3, 4 LIMIT 1
"""
SOLD = """
SELECT listing_id, min(drug_class) FROM research.transaction WHERE market = 'empire' AND drug_class IS NOT NULL
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""
TITLE = "Decisions of people that these figures rest on"


@pytest.fixture
def client(own: Opened) -> Iterator[FlaskClient]:
    with open_for_reader() as views:
        yield let_in(Sources(views.engine, own.database.engine, [WINDOWS], Looking(120)))


def printed(*words: str) -> str:
    done = CliRunner().invoke(findings, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def shown(client: FlaskClient, kind: str, **asked: str) -> str:
    answer = client.get(f"{ROOT}/figures/{kind}", base_url=OWN, query_string=asked)
    assert 200 == answer.status_code
    return answer.text


def told() -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed("--json").splitlines()]


@pytest.mark.slow
def test_what_was_rejected_shows_on_the_figures_that_it_bears_on(own: Opened, client: FlaskClient) -> None:
    """What is not so is as much of a decision as what is."""
    market, vendor, other_market, other = own.rows(CANDIDATE)[0]
    ((listing, drug),) = own.rows(SOLD)
    assert not any(row["decisions"] for row in told())
    assert TITLE not in shown(client, "finding")

    run("add", "link", f"{market}/{vendor}", f"{other_market}/{other}", "--verdict", "rejected", *SAID)
    run("add", "class", f"empire/{listing}", "--verdict", "rejected", "--value", f"drug_class={drug}", *SAID)
    assert not any(row["decisions"] for row in told()), "not yet taken"
    own.derive()
    with own.database.engine.connect() as connection:
        assert 2 == rests(connection).applied, "they are counted among those that figures rest on"
    known = dict(own.rows("SELECT kind, decision_id::text FROM decision"))

    found = told()
    linked = {(row["finding"], row["market"]) for row in found if known["link"] in row["decisions"]}
    assert linked == {
        (row["finding"], row["market"])
        for row in found
        if "migration" in row["sql"] and row["market"] in {market, other_market}
    }
    assert linked, "it shows on what rests on links"
    assert {"empire"} == {row["market"] for row in found if known["class"] in row["decisions"]}
    assert "links between accounts, rejected: 1." in printed()
    assert "liens entre comptes, rejet\xa0: 1." in printed("--language", "fr")

    on_findings = shown(client, "finding")
    assert all(text in on_findings for text in (TITLE, known["link"], known["class"], "rejected"))
    sold = shown(client, "transaction", market="empire")
    assert known["class"] in sold
    assert known["link"] not in sold, "no link changes what is sold"
    assert TITLE not in shown(client, "transaction", market="dream")
