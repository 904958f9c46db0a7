"""Only a browser that was given the token is answered, at an address of loopback, and it may do nothing but look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from cryptodrug_scraper.explore.guard import guard

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PORT = 8099
OWN = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def client() -> FlaskClient:
    made = Flask("guarded")
    guard(made, PORT, "right")
    made.add_url_rule("/", "root", lambda: "personal data")
    return made.test_client()


def test_the_token_is_needed_once_and_leaves_the_address(client: FlaskClient) -> None:
    assert 403 == client.get("/", base_url=OWN).status_code
    assert 403 == client.get("/?token=wrong", base_url=OWN).status_code
    assert 403 == client.get("/?token=", base_url=OWN).status_code
    answer = client.get("/?q=1&token=right", base_url=OWN)
    assert (303, "/?q=1") == (answer.status_code, answer.headers["Location"])
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "right" not in cookie
    assert b"personal data" == client.get("/", base_url=OWN).data


def test_a_cookie_of_another_run_is_worth_nothing(client: FlaskClient) -> None:
    client.set_cookie(f"cryptodrug-{PORT}", "guessed", domain="127.0.0.1")
    assert 403 == client.get("/", base_url=OWN).status_code


@pytest.mark.parametrize(
    "host", ["attacker.example", f"attacker.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.example:{PORT}"]
)
def test_another_name_that_leads_here_is_refused(client: FlaskClient, host: str) -> None:
    client.get("/?token=right", base_url=OWN)
    for path in ("/", "/?token=right"):
        assert 421 == client.get(path, base_url=OWN, headers={"Host": host}).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://attacker.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_in_the_same_browser_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    client.get("/?token=right", base_url=OWN)
    assert 200 == client.get("/", base_url=OWN, headers={"Origin": OWN, "Sec-Fetch-Site": "same-origin"}).status_code
    assert 403 == client.get("/", base_url=OWN, headers=headers).status_code


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_changed(client: FlaskClient, method: str) -> None:
    client.get("/?token=right", base_url=OWN)
    assert 405 == client.open("/", method=method, base_url=OWN).status_code


def test_every_answer_forbids_the_browser_all_but_looking(client: FlaskClient) -> None:
    for path in ("/?token=right", "/", "/nothing", "/?token=wrong"):
        headers = client.get(path, base_url=OWN).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "script-src" not in policy
        assert ("nosniff", "no-store") == (headers["X-Content-Type-Options"], headers["Cache-Control"])
        assert ("no-referrer", "same-origin") == (headers["Referrer-Policy"], headers["Cross-Origin-Resource-Policy"])
