"""Only a browser that was let in is answered, below a path that nobody else knows, and it may do nothing but look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.door import ENTER
from cryptodrug_scraper.explore.guard import Key
from cryptodrug_scraper.explore.invitations import SECONDS, Invitations
from tests.explore.conftest import KEY, OWN, PORT, ROOT

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from cryptodrug_scraper.explore.sources import Sources


def test_an_address_lets_one_browser_in_once(sources: Sources) -> None:
    invitations = Invitations()
    made = application(sources, PORT, invitations, path="/record/x?a=1&b=2", key=KEY)
    one, other = made.test_client(), made.test_client()
    assert 403 == one.get(f"{ROOT}/", base_url=OWN).status_code
    assert 403 == one.get(f"{ENTER}wrong", base_url=OWN).status_code
    given = invitations.give()
    assert 403 == one.head(f"{ENTER}{given.token}", base_url=OWN).status_code  # it only looks
    assert 403 == one.get(f"{ENTER}{given.token}", base_url=OWN, headers={"Sec-Purpose": "prefetch"}).status_code
    assert not given.used.is_set()
    answer = one.get(f"{ENTER}{given.token}", base_url=OWN, headers={"Sec-Fetch-Site": "cross-site"})  # from a file
    assert 200 == answer.status_code
    assert f'content="0; url={ROOT}/record/x?a=1&amp;b=2"' in answer.text
    assert given.used.is_set()
    assert 403 == other.get(f"{ENTER}{given.token}", base_url=OWN).status_code
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert {f"Path={ROOT}/", "HttpOnly", "SameSite=Strict"} == {part.strip() for part in cookie.split(";")[1:]}
    assert given.token not in cookie
    assert 200 == one.get(f"{ROOT}/", base_url=OWN).status_code
    assert 403 == other.get(f"{ROOT}/", base_url=OWN).status_code


def test_an_address_that_nobody_used_ends() -> None:
    now = 0.0
    invitations = Invitations(lambda: now)
    early, late = invitations.give(), invitations.give()
    now = SECONDS - 1
    assert invitations.take(early.token)
    now = SECONDS
    assert not invitations.take(late.token)
    assert (True, False) == (early.used.is_set(), late.used.is_set())


def test_nothing_of_the_secret_path_is_told_to_a_stranger(sources: Sources) -> None:
    stranger = application(sources, PORT, Invitations(), key=KEY).test_client()
    for path in ("/", "/search", "/record/x", "/static/explore.css", f"{ENTER}x", "//", f"{ROOT}x/", ROOT, f"{ROOT}/"):
        answer = stranger.get(path, base_url=OWN)
        assert answer.status_code in {403, 404}
        assert ROOT not in answer.text + str(answer.headers)


def test_no_two_applications_have_a_path_or_a_cookie_in_common() -> None:
    keys = [Key(), Key()]
    assert 4 == len({part for key in keys for part in (key.root.removeprefix("/"), key.value)})
    assert all(len(part) > 42 for key in keys for part in (key.root, key.value))


def test_a_cookie_of_another_run_is_worth_nothing(client: FlaskClient) -> None:
    client.set_cookie("cryptodrug", "guessed", domain="127.0.0.1", path=f"{ROOT}/")
    assert 403 == client.get(f"{ROOT}/", base_url=OWN).status_code


def asked_by(host: str, asked: Flask, path: str, **headers: str) -> str:
    """The code of an answer to a request that names a host, which a client of tests would look at first."""
    environ = create_environ(path, OWN) | {"HTTP_HOST": host, **headers}
    return run_wsgi_app(asked.wsgi_app, environ)[1][:3]


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example",
        f"attacker.example:{PORT}",
        "127.0.0.1",
        "127.0.0.1:1",
        f"127.0.0.1.example:{PORT}",
        "",
        "a b",
    ],
)
def test_another_name_that_leads_here_is_refused(sources: Sources, client: FlaskClient, host: str) -> None:
    held = f"cryptodrug={KEY.value}"
    assert "421" == asked_by(host, client.application, f"{ROOT}/", HTTP_COOKIE=held)
    invitations = Invitations()
    given = invitations.give()
    assert "421" == asked_by(host, application(sources, PORT, invitations), f"{ENTER}{given.token}")
    assert not given.used.is_set()


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
    own = {"Origin": OWN, "Sec-Fetch-Site": "same-origin"}
    assert 200 == client.get(f"{ROOT}/", base_url=OWN, headers=own).status_code
    assert 403 == client.get(f"{ROOT}/", base_url=OWN, headers=headers).status_code


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "SPY"])
@pytest.mark.parametrize("path", [f"{ROOT}/", f"{ENTER}x", "/"])
def test_nothing_can_be_changed(client: FlaskClient, method: str, path: str) -> None:
    assert 405 == client.open(path, method=method, base_url=OWN).status_code


@pytest.mark.parametrize("path", [f"{ROOT}/", f"{ENTER}x", "/"])
def test_nothing_can_be_sent(client: FlaskClient, path: str) -> None:
    assert 413 == client.get(path, base_url=OWN, data=b"x").status_code


@pytest.mark.parametrize(
    "path", ["/record/%00", "/search?q=%00", "/ask?sql=SELECT+'%00'", "/search?q=%ff", "/?x=%ed%a0%80"]
)
def test_what_no_database_can_be_asked_for_is_refused_at_once(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{ROOT}{path}", base_url=OWN)
    assert 400 == answer.status_code
    assert "Go back" in answer.text


def test_every_answer_forbids_the_browser_all_but_looking(client: FlaskClient) -> None:
    for path in (f"{ENTER}wrong", "/", f"{ROOT}/", f"{ROOT}/nothing", f"{ROOT}/?q=%00"):
        headers = client.get(path, base_url=OWN).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "script-src" not in policy
        assert ("nosniff", "no-store") == (headers["X-Content-Type-Options"], headers["Cache-Control"])
        assert ("no-referrer", "same-origin") == (headers["Referrer-Policy"], headers["Cross-Origin-Resource-Policy"])
