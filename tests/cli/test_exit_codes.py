"""Every exit code that the help of a command states is given, by a case of its own or in a test that is named."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import click
import pytest
from sqlalchemy import text

from cryptodrug_scraper.archive.importing import import_paths
from cryptodrug_scraper.cli import cli, main
from cryptodrug_scraper.derive.added_rates import add_rates
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.database import URL_VARIABLE, engine_at
from tests.cli.exit_cases import CASES, ELSEWHERE, ON_TERMINAL
from tests.support.new_database import new_database
from tests.support.private_tor import unpublished_onion
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from subprocess import CompletedProcess

    from sqlalchemy import URL

    Run = Callable[..., CompletedProcess[bytes]]

pytestmark = pytest.mark.xdist_group("exit codes")  # which have a database and a folder made once

ROOT = Path(__file__).parent.parent.parent
LOGIN = ROOT / "fixtures" / "pages" / "dream" / "login"
_RATES = "Date,USD\n2019-03-30,1.1\n"
"""Of a Saturday, on which the bank publishes none."""
_EVENTS = """[[event]]
market = "dream"
event = "closed_2"
first_on = 2019-05-02
last_on = 2019-05-02
note = "It was made up."
evidence = "recalled"
"""
STATED = re.compile(r"^ *(\d+) {1,4}\S", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """What the words of a case may name: ``{page}``, a page of Dream's, ``{archive}``, one with it, and so on."""

    folder: Path
    capture_id: str

    def fill(self, word: str) -> str:
        names = (
            "archive",
            "empty",
            "new",
            "missing",
            "cases",
            "changed",
            "cookies",
            "broken",
            "schedule",
            "rates",
            "events",
        )
        parts = {name: self.folder / name for name in names}
        page, junk = self.folder / "page.html", self.folder / "junk.html"
        path = os.environ["PATH"]
        return word.format(
            **parts,
            page=page,
            junk=junk,
            folder=self.folder,
            root=ROOT,
            path=path,
            id=self.capture_id,
            added=sha256(_RATES.encode()).hexdigest(),
        )


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        for name, below in getattr(command, "below", {}).items():
            yield " ".join((*path, name)), below
        return
    if command.invoke_without_command and path:
        yield " ".join(path), command
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from commands(below, (*path, name))


def stated() -> list[tuple[str, int]]:
    return [
        (name, int(code))
        for name, command in commands(cli)
        for code in STATED.findall((command.help or "").partition("Exit codes:")[2])
    ]


def end_of(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """Run a command, and return its exit code."""
    monkeypatch.setattr("sys.argv", ["cryptodrug", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


@pytest.fixture(scope="module")
def prepared(server: URL, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Place]]:
    """The name of a database to be copied, and the folder to be copied with it."""
    folder = tmp_path_factory.mktemp("place")
    for name in ("bin", "empty", "home", "odd"):
        (folder / name).mkdir()
    (folder / "odd" / "mirrors.toml").write_text("no TOML")
    (folder / "bin" / "tor").write_text("#!/bin/sh\nexit 1\n")
    (folder / "bin" / "tor").chmod(0o755)
    case = min(LOGIN.iterdir())
    shutil.copy(case / "body.html", folder / "page.html")
    for name in ("cases", "changed"):
        shutil.copytree(case, folder / name / "dream" / "login" / "one")
    expected = folder / "changed" / "dream" / "login" / "one" / "expected.json"
    expected.write_text(expected.read_text().replace('"login"', '"logout"'))
    (folder / "broken" / "dream" / "login" / "one").mkdir(parents=True)
    (folder / "broken" / "dream" / "login" / "one" / "body.html").write_text("<html>")
    (folder / "junk.html").write_bytes(b"no page")
    (folder / "rates").write_text(_RATES)
    (folder / "events").write_text(_EVENTS)
    (folder / "cookies").write_text("session=invented")
    (folder / "schedule").write_text('[[entry]]\nname = "weekly"\nmarket = "dream"\ncron = "0 4 * * 1"\n')
    import_paths([folder / "page.html"], folder / "archive", label="test")
    with new_database(server, template) as url:
        engine = engine_at(url)
        replay(engine, [folder / "page.html"], workers=1)
        with engine.connect() as connection:
            add_rates(connection, "rates", _RATES.encode(), date(2019, 3, 31), replace=False)
            capture_id = str(connection.execute(text("SELECT capture_id FROM capture")).scalar_one())
        engine.dispose()
        assert url.database is not None
        yield url.database, Place(folder, capture_id)


@pytest.fixture(scope="module")
def refusing(server: URL, prepared: tuple[str, Place]) -> Iterator[URL]:
    """A database for commands that refuse to do anything."""
    with new_database(server, prepared[0]) as url:
        yield url


@pytest.fixture
def place(
    server: URL,
    prepared: tuple[str, Place],
    refusing: URL,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Place]:
    """A folder of the test's own, and a database: of its own too, where the command can change it."""
    name, original = prepared
    shutil.copytree(original.folder, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    code = request.node.callspec.params.get("code") if hasattr(request.node, "callspec") else None
    with nullcontext(refusing) if code == ConfigurationError.exit_code else new_database(server, name) as url:
        monkeypatch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        yield Place(tmp_path, original.capture_id)


def test_every_stated_code_has_a_case_and_no_case_is_of_a_code_that_is_not_stated() -> None:
    cases = {key for table in (CASES, ELSEWHERE, ON_TERMINAL) for key in table}
    assert set(stated()) == cases


def test_every_command_states_its_exit_codes() -> None:
    assert {name for name, _ in commands(cli)} == {name for name, _ in stated()}


@pytest.mark.parametrize(("command", "code"), CASES)
def test_a_command_ends_with_the_code_that_its_help_states(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, code: int
) -> None:
    case = CASES[command, code]
    for variable, value in case.variables.items():
        monkeypatch.setenv(variable, place.fill(value)) if value else monkeypatch.delenv(variable)
    for _ in range(case.times):
        ended = end_of(monkeypatch, *command.split(), *map(place.fill, case.words))
    said = capsys.readouterr().err
    assert code == ended, said
    assert not code or said or case.is_quiet, "nothing says why"
    assert "a fault of the program" not in said


@pytest.mark.parametrize(("command", "code"), ON_TERMINAL)
def test_a_command_that_asks_ends_with_the_code_that_its_help_states(place: Place, command: str, code: int) -> None:
    words, typed = ON_TERMINAL[command, code]
    assert code == on_terminal(*command.split(), *map(place.fill, words), typed=typed)[0]


@pytest.mark.parametrize("test", sorted(set(ELSEWHERE.values())))
def test_the_test_that_is_named_for_a_code_is_there(test: str) -> None:
    file, name = test.split("::")
    assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


def test_a_crawl_whose_archive_cannot_be_written_ends_as_stated(place: Place, run: Run) -> None:
    said = run("crawl", "dream", "--replica", "http://127.0.0.1:9", "--archive", place.fill("{page}/below"), code=3)
    assert b"page.html" in said.stderr


@pytest.mark.slow
def test_a_draft_that_is_not_read_like_its_page_is_kept_and_ends_as_stated(run: Run, tmp_path: Path) -> None:
    page = ROOT / "fixtures" / "pages" / "dream" / "vendor_feedback" / "newcomer_stray_byte" / "body.html"
    said = run("fixture", "draft", page, "one", "--into", tmp_path, code=7).stderr.decode()
    assert "invalid_bytes: 1 became 0" in said
    assert "Next: " in said
    assert {"body.html", "meta.json", "expected.json"} == {file.name for file in tmp_path.rglob("one/*")}


def test_without_any_market_the_list_ends_as_stated(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.metadata as metadata\n"
        "found = metadata.entry_points\n"
        "metadata.entry_points = lambda **how: () if 'markets' in how.get('group', '') else found(**how)\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path))
        run("market", "list", code=2)


@pytest.mark.usefixtures("place")
def test_a_probe_that_cannot_be_recorded_ends_as_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cryptodrug_scraper.cli.tor_probe.socks_port", lambda _: ("127.0.0.1", 9))
    monkeypatch.setenv(URL_VARIABLE, "postgresql://nobody@127.0.0.1:9/none")
    assert 5 == end_of(monkeypatch, "tor", "probe", unpublished_onion(), "--market", "dream")


@pytest.mark.usefixtures("place")
def test_a_tor_that_does_not_stop_ends_as_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); signal.pause()"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as stubborn:
        assert stubborn.stdout is not None
        stubborn.stdout.readline()
        monkeypatch.setattr("cryptodrug_scraper.tor.state.running_tor", lambda: SimpleNamespace(owner=stubborn.pid))
        monkeypatch.setattr("cryptodrug_scraper.cli.tor._STOP_SECONDS", 0.2)
        assert 6 == end_of(monkeypatch, "tor", "stop")
        stubborn.kill()


def test_a_fault_of_the_program_is_told_in_a_line_and_whole_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(**_: object) -> None:
        msg = "said by \x1b[2J a page"
        raise ZeroDivisionError(msg)

    monkeypatch.setattr("cryptodrug_scraper.cli.doctor.doctor.callback", broken)
    assert 1 == end_of(monkeypatch, "doctor")
    (line,) = capsys.readouterr().err.splitlines()
    assert "ZeroDivisionError in test_exit_codes.py, line " in line
    assert "a page" not in line
    monkeypatch.setenv("CRYPTODRUG_TRACEBACK", "1")
    assert 1 == end_of(monkeypatch, "doctor")
    whole = capsys.readouterr().err
    assert "Traceback" in whole
    assert "said by \\u001b[2J a page" in whole
    assert URL_VARIABLE not in whole
