"""A served market: its door, its walls and its faults, over real sockets of this machine."""

from __future__ import annotations

import gzip
import http.client
import json
import time
from collections import Counter
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.errors import ConfigurationError, QualityError
from cryptodrug_scraper.page.parse import parse_page
from simulator.cli import simulate
from simulator.economy import World, build_world, instant_of, load_scenario, snapshot_of
from simulator.hosts import host_at, rehosted
from simulator.serving import Running, serve_in_process, serve_in_thread
from simulator.serving.clock import Clock
from simulator.serving.replica import Replica
from simulator.serving.server import loopback
from simulator.serving.settings import FAULTS, settings_for
from simulator.site import Viewer
from simulator.templates import MARKETS, template_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = instant_of(datetime(2019, 4, 10, tzinfo=UTC).date()) + 12 * 3600
HOMES = {"dream": "/", "wallstreet": "/index", "empire": "/home"}
ANY: dict[str, Any] = {"pages_per_minute": None}


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(load_scenario("toy"))


@contextmanager
def served(world: World, market: str, *, mirrors: int = 1, **settings: Any) -> Iterator[Running]:
    replica = Replica(world, market, settings_for(market, settings), Clock(AT), mirrors=mirrors)
    with serve_in_thread(replica) as running:
        yield running


class Client:
    """Asks without following anything."""

    def __init__(self, address: str, cookies: dict[str, str] | None = None) -> None:
        self.host = urlsplit(address).netloc
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())}

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        method = "GET" if form is None else "POST"
        body = None if form is None else urlencode(form)
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection(self.host, timeout=120)) as connection:
            connection.request(method, path, body, self.headers | headers)
            response = connection.getresponse()
            return response.status, dict(response.headers), response.read()

    def kind(self, path: str) -> str:
        return parse_page(self.ask(path)[2]).kind


@pytest.mark.parametrize("market", MARKETS)
def test_a_person_logs_in_and_sees_every_page_that_the_template_makes(world: World, market: str) -> None:
    with served(world, market, **ANY) as running:
        client = Client(running.address, running.sign_in())
        template, snapshot = template_of(market), snapshot_of(world, market, AT)
        host = urlsplit(running.address).netloc
        requests = [request for _, request in template.requests(snapshot, Viewer())]
        for request in requests[:: max(1, len(requests) // 40)]:
            page = template.page(snapshot, request, Viewer())
            status, headers, body = client.ask(request.path, dict(request.form) or None)
            assert (page.status, page.content_type) == (status, headers["Content-Type"])
            assert rehosted(page.body, market, host) == body
        assert host_at(market, AT).encode() not in client.ask(HOMES[market])[2]


@pytest.mark.parametrize("market", MARKETS)
def test_nobody_sees_content_without_a_session_or_with_an_invented_one(world: World, market: str) -> None:
    with served(world, market) as running:
        for cookies in ({}, {running.cookie: "0123456789abcdef0123456789abcdef"}):
            for path in (HOMES[market], "/viewProduct?offer=1.1", "/offer/1", "/u/somebody"):
                status, _, body = Client(running.address, cookies).ask(path)
                assert 302 == status or parse_page(body).kind in {"login", "captcha", "session_lost"}


@pytest.mark.parametrize("market", MARKETS)
def test_the_login_wants_the_right_captcha_and_the_right_password(world: World, market: str) -> None:
    with served(world, market) as running:
        wrong = Running(**(vars(running) | {"captcha": "wrong"}))
        with pytest.raises(QualityError):
            wrong.sign_in()
        account = running.accounts[0] | {"password": "wrong"}
        with pytest.raises(QualityError, match="refuses the account"):
            Running(**(vars(running) | {"accounts": [account]})).sign_in()
        assert [0] == running.control.state()["members"]
        running.sign_in()
        assert [1] == running.control.state()["members"]


def test_wall_street_asks_for_a_captcha_and_then_redirects_to_its_login(world: World) -> None:
    with served(world, "wallstreet") as running:
        _, headers, body = Client(running.address).ask("/offer/1")
        assert "captcha" == parse_page(body).kind
        cookies = dict([headers["Set-Cookie"].partition(";")[0].split("=")])
        client = Client(running.address, cookies)
        assert 302 == client.ask("/", {"form[captcha]": running.captcha})[0]
        status, headers, _ = client.ask("/offer/1")
        assert (302, f"{running.address}/login") == (status, headers["Location"])


@pytest.mark.parametrize("market", MARKETS)
def test_a_session_ends_after_its_pages_and_another_has_to_be_begun(world: World, market: str) -> None:
    with served(world, market, session_requests=3, **ANY) as running:
        cookies = running.sign_in()  # the page after the login is the first
        client = Client(running.address, cookies)
        kinds = [client.kind(HOMES[market]) for _ in range(4)]
        content = kinds[0]
        assert [content, content, "session_lost", "session_lost"] == kinds
        assert content == Client(running.address, running.sign_in()).kind(HOMES[market])


def test_a_session_ends_after_its_seconds(world: World) -> None:
    with served(world, "dream", session_seconds=3000) as running:
        client = Client(running.address, running.sign_in())
        assert "home" == client.kind("/")
        running.control.order(advance=3001)
        assert "session_lost" == client.kind("/")


@pytest.mark.parametrize("market", MARKETS)
def test_too_many_pages_a_minute_need_a_captcha_that_a_person_solves(world: World, market: str) -> None:
    with served(world, market, pages_per_minute=5) as running:
        cookies = running.sign_in()
        client = Client(running.address, cookies)
        kinds = [client.kind(HOMES[market]) for _ in range(7)]
        assert ["captcha"] * 3 == kinds[4:]
        assert "captcha" not in kinds[:4]
        running.solve_captcha(cookies)
        assert kinds[0] == client.kind(HOMES[market])
        running.control.order(advance=61)
        assert [kinds[0]] * 5 == [client.kind(HOMES[market]) for _ in range(5)]


def test_dream_has_that_wall_unless_told_otherwise() -> None:
    assert [30, None, None] == [settings_for(market).pages_per_minute for market in MARKETS]


def test_a_market_is_closed_in_its_hours_of_maintenance(world: World) -> None:
    hours = [["2019-04-11T02:00:00Z", "2019-04-11T04:00:00Z"]]
    with served(world, "empire", maintenance=hours) as running:
        client = Client(running.address, running.sign_in())
        assert "home" == client.kind("/home")
        running.control.order(at="2019-04-11T03:00:00Z")
        assert "maintenance" == client.kind("/home")
        running.control.order(at="2019-04-11T04:00:00")
        assert "home" == client.kind("/home")


def test_each_mirror_has_sessions_of_its_own_and_can_go_down_and_come_back(world: World) -> None:
    with served(world, "empire", mirrors=2) as running:
        cookies = running.sign_in(0)
        assert "home" == Client(running.mirrors[0], cookies).kind("/home")
        assert "session_lost" == Client(running.mirrors[1], cookies).kind("/home")
        running.control.mirror(0, up=False)
        assert ["down", "up"] == running.control.state()["mirrors"]
        with pytest.raises(OSError, match="refused"):
            Client(running.mirrors[0], cookies).ask("/home")
        running.control.mirror(0, up=True)
        assert "home" == Client(running.mirrors[0], cookies).kind("/home")


def test_everybody_can_be_logged_out_at_once(world: World) -> None:
    with served(world, "dream") as running:
        client = Client(running.address, running.sign_in())
        running.control.order(end_sessions=True)
        assert "session_lost" == client.kind("/viewProduct?offer=1.1")


def test_a_logout_ends_the_session(world: World) -> None:
    with served(world, "dream") as running:
        client = Client(running.address, running.sign_in())
        assert 302 == client.ask("/?logout")[0]
        assert "session_lost" == client.kind("/")


def _run(world: World, faults: dict[str, float], pages: int) -> tuple[list[str], list[dict[str, Any]]]:
    """What a client saw of as many pages, and the log."""
    with served(world, "empire", delay=0.01) as running:
        cookies = running.sign_in()
        running.control.order(forget=True, settings={"faults": faults})
        client, seen = Client(running.address, cookies), []
        for number in range(pages):
            try:
                status, headers, body = client.ask(f"/u/nobody{number}")
            except http.client.IncompleteRead as error:
                seen.append(f"broken off after {len(error.partial)}")
            except OSError:
                seen.append("reset")
            else:
                seen.append(f"{status} {headers.get('Location')} {len(body)}")
        return seen, running.control.log()


def test_faults_happen_as_often_as_told_and_to_the_same_requests_in_every_run(world: World) -> None:
    faults = dict.fromkeys(FAULTS, 0.08)
    seen, log = _run(world, faults, 250)
    counts = Counter(entry["fault"] for entry in log)
    assert set(FAULTS) < counts.keys()
    assert all(5 <= counts[name] <= 45 for name in FAULTS)
    again, log_again = _run(world, faults, 250)
    assert [entry["fault"] for entry in log] == [entry["fault"] for entry in log_again]
    assert [line.split("http")[0] for line in seen] == [line.split("http")[0] for line in again]


def test_each_fault_is_what_it_is_called(world: World) -> None:
    whole = _run(world, {}, 1)[0][0]
    assert whole.startswith("404 None ")
    size = int(whole.split()[-1])
    found = {name: _run(world, {name: 1.0}, 1)[0][0] for name in FAULTS}
    assert found["slow"] == found["drip"] == whole
    assert found["bad_gateway"].startswith("502 ")
    assert "reset" == found["reset"]
    status, _, length = found["truncated"].split()
    assert "404" == status
    assert 0 < int(length) < size
    assert found["broken_off"].startswith("broken off after ")
    assert found["wall"].startswith("200 None ")
    assert "/login" in found["redirected"]
    assert found["redirected"].startswith("302 http://127.0.0.1:")
    assert "302 http://example.com/ 0" == found["led_away"]


def test_a_slow_page_takes_its_time(world: World) -> None:
    with served(world, "empire", faults={"slow": 1.0}, delay=0.3) as running:
        client = Client(running.address, running.sign_in())
        began = time.monotonic()
        client.ask("/home")
        assert time.monotonic() - began >= 0.3


def test_bodies_are_gzipped_for_those_who_take_it(world: World) -> None:
    with served(world, "dream", cookie_domain="dream.example") as running:
        client = Client(running.address, running.sign_in())
        plain = client.ask("/")[2]
        _, headers, body = client.ask("/", None, **{"Accept-Encoding": "gzip, deflate"})
        assert "gzip" == headers["Content-Encoding"]
        assert plain == gzip.decompress(body)
        assert "Domain=dream.example" in Client(running.address).ask("/")[1]["Set-Cookie"]


def test_the_log_tells_what_was_asked_for_twice(world: World) -> None:
    with served(world, "wallstreet") as running:
        client = Client(running.address, running.sign_in())
        running.control.order(forget=True)
        for page in ("1", "2", "2"):
            client.ask("/index", {"menuCatM": "1", "page": page}, **{"User-Agent": "test"})
        keys = [(entry["method"], entry["path"], entry["form"]) for entry in running.control.log()]
        assert [1, 2] == sorted(Counter(keys).values())
        assert [keys[2]] == [(e["method"], e["path"], e["form"]) for e in running.control.log(since=2)]
        assert {"test"} == {entry["agent"] for entry in running.control.log()}


def test_an_order_that_makes_no_sense_is_refused_and_changes_nothing(world: World) -> None:
    with served(world, "dream") as running:
        before = running.control.state()
        for order in (
            {"settings": {"faults": {"reset": 2}}},
            {"settings": {"nothing": 1}},
            {"settings": {"faults": {"reset": 0.6, "slow": 0.6}}},
            {"mirrors": {"7": "down"}},
            {"sleep": 1},
        ):
            with pytest.raises(ConfigurationError):
                running.control.order(**order)
        assert before == running.control.state()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "localhost", "example.com"])  # noqa: S104
def test_it_listens_on_loopback_and_nowhere_else(host: str) -> None:
    with pytest.raises(ConfigurationError, match="name an address of loopback"):
        loopback(host)


def test_a_running_clock_gives_pages_of_a_later_instant(world: World) -> None:
    with served(world, "wallstreet") as running:
        client = Client(running.address, running.sign_in())
        before = client.ask("/index")[2]
        assert before == client.ask("/index")[2]
        running.control.order(clock="run", advance=86_400)
        assert before != client.ask("/index")[2]
        assert "run" == running.control.state()["clock"]


def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"faults": {"slow": 0.25}, "delay": 2}))
    options = ("--mirrors", "2", "--settings", str(path), "--session-requests", "7", "--at", "2019-04-10")
    with serve_in_process("empire", *options, "--fault", "reset", "0.5", scenario="toy") as running:
        state = running.control.state()
        assert 2 == len(running.mirrors)
        assert (0.5, 0.25) == (state["settings"]["faults"]["reset"], state["settings"]["faults"]["slow"])
        assert (7, 2.0) == (state["settings"]["session_requests"], state["settings"]["delay"])
        assert "2019-04-10T00:00:00Z" == state["instant"]
        running.control.set(faults={"reset": 0.0, "slow": 0.0})
        assert "home" == Client(running.address, running.sign_in()).kind("/home")
    with pytest.raises(OSError, match="refused"):
        Client(running.address).ask("/home")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--host", "0.0.0.0"), "name an address of loopback"),  # noqa: S104
        (("--fault", "reset", "0.7", "--fault", "slow", "0.7"), "more than 1 together"),
        (("--scenario", "nowhere.toml"), "cannot be read"),
        (("--currency", "USD", "--at", "1999-01-01"), "is outside the scenario"),
    ],
)
def test_the_command_says_what_is_wrong(options: tuple[str, ...], message: str) -> None:
    done = CliRunner().invoke(simulate, ["serve", "dream", *options])
    assert isinstance(done.exception, ConfigurationError)
    assert message in str(done.exception)
    assert "" == done.stdout
