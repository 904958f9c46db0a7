"""The command as a user runs it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
from html import unescape
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.explore.conftest import PAGES
from tests.support.command import begin_command, run_command

if TYPE_CHECKING:
    from cryptodrug_scraper.explore.sources import Sources


@pytest.mark.parametrize(
    ("verb", "words", "expected"),
    [
        ("explore", [], "Snapshots"),
        ("explore", ["--at", "/figures/transaction?country=BE&attribution=A2"], '<option value="A2" selected>'),
        ("show", ["ID", "--open"], "listing_observation"),
    ],
    ids=["explore", "at", "show"],
)
@pytest.mark.slow
def test_it_serves_until_it_is_interrupted(sources: Sources, verb: str, words: list[str], expected: str) -> None:
    row = sources.ask("", "", "SELECT listing_observation_id, title FROM listing_snapshot LIMIT 1").mappings[0]
    words = [str(row["listing_observation_id"]) if word == "ID" else word for word in words]
    command = [verb, *words, "--no-browser", "--archive", str(PAGES)]
    with begin_command(*command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        line = running.stdout.readline().decode()
        (address,) = re.findall(r"Open (http://127\.0\.0\.1:\d+/enter/\S+)", line)
        parts = urlsplit(address)
        connection = HTTPConnection(parts.netloc, timeout=60)
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        assert 200 == answer.status
        (first,) = re.findall(r'content="0; url=([^"]*)"', answer.read().decode())
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        connection.request("GET", unescape(first), headers={"Cookie": cookie})
        shown = connection.getresponse().read().decode()
        assert expected in shown
        connection.close()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert (0, b"") == (running.returncode, said)


@pytest.mark.usefixtures("database")
def test_a_port_that_is_taken_is_said_to_be() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run_command("explore", "--no-browser", "--port", port, code=2)
    assert b"name another with --port" in done.stderr


@pytest.mark.parametrize("words", [["--at", "figures/finding"], ["--at", "/", "--notebook"]])
def test_a_page_to_begin_at_is_one_of_the_application(words: list[str]) -> None:
    done = run_command("explore", "--no-browser", *words, code=2)
    assert b"--at is a page of explore" in done.stderr


def test_the_demo_has_pages_of_its_own() -> None:
    done = run_command("explore", "--demo", "--archive", str(PAGES), code=2)
    assert b"leave --archive out" in done.stderr
