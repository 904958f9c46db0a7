"""How a browser is started and let in, and that no other account and no other program of the machine is."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil
import pytest

from cryptodrug_scraper.explore import opening
from cryptodrug_scraper.explore.opening import in_browser
from tests.explore.conftest import PAGES
from tests.support.browsing import browser
from tests.support.other_users import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.explore.sources import Sources

COMMAND = [sys.executable, "-m", "cryptodrug_scraper", "explore", "--archive", str(PAGES)]
ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+/enter/[\w-]{43}")
BLOCKING = '#!/bin/sh\necho "$1" > "$STARTED.new"\nmv "$STARTED.new" "$STARTED"\nexec sleep 120\n'
LOOKING = 'for each in /proc/[0-9]*; do cat "$each/cmdline" "$each/environ" 2>/dev/null; done; cat "$0"; ls "${0%/*}"'
ROOT_ALONE = pytest.mark.skipif(os.geteuid() != 0, reason="only root can try as another account")


def program(folder: Path, script: str) -> str:
    made = folder / "a-browser"
    made.write_text(script)
    made.chmod(0o755)
    return str(made)


def wait_for(path: Path) -> str:
    until = time.monotonic() + 120
    while not path.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    return path.read_text().strip()


@pytest.fixture
def started(
    sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    """The command with a browser that its user leaves open: its process, the address it printed, and the file."""
    assert sources
    monkeypatch.setenv("BROWSER", program(tmp_path, BLOCKING))
    monkeypatch.setenv("STARTED", str(tmp_path / "started"))
    monkeypatch.setenv("HOME", str(tmp_path))
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        (address,) = ADDRESS.findall(running.stdout.readline())
        file = Path(urlsplit(wait_for(tmp_path / "started")).path)
        left = psutil.Process(running.pid).children(recursive=True)
        yield running, address.decode(), file
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
        for each in left:  # a browser stays as it is when the program ends
            if each.is_running():
                each.kill()
    assert (0, b"") == (running.returncode, said)
    assert not file.exists()
    assert not file.parent.exists()


@pytest.mark.slow
def test_a_browser_that_blocks_keeps_nothing_from_being_served(
    started: tuple[subprocess.Popen[bytes], str, Path],
) -> None:
    _, address, file = started
    assert 0o600 == file.stat().st_mode & 0o777
    assert 0o700 == file.parent.stat().st_mode & 0o777
    (by_file,) = ADDRESS.findall(file.read_bytes())[:1]
    assert by_file.decode() != address
    parts = urlsplit(address)
    with closing(HTTPConnection(parts.netloc, timeout=60)) as connection:
        connection.request("GET", parts.path)
        assert 200 == connection.getresponse().status


@ROOT_ALONE
@pytest.mark.slow
def test_another_account_finds_nothing_that_lets_it_in(started: tuple[subprocess.Popen[bytes], str, Path]) -> None:
    _, address, file = started
    setpriv, shell = shutil.which("setpriv"), shutil.which("sh")
    assert setpriv
    assert shell
    as_other = [setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    seen = subprocess.run([*as_other, shell, "-c", LOOKING, str(file)], capture_output=True, check=False).stdout
    assert str(file).encode() in seen  # of processes it sees the arguments
    secrets = {urlsplit(each.decode()).path.removeprefix("/enter/") for each in ADDRESS.findall(file.read_bytes())}
    for secret in {*secrets, urlsplit(address).path.removeprefix("/enter/")}:
        assert secret.encode() not in seen


@pytest.mark.slow
def test_the_file_leads_a_browser_in_and_no_other_port_is_given_its_cookie(
    started: tuple[subprocess.Popen[bytes], str, Path],
) -> None:
    running, address, file = started
    own = f"http://{urlsplit(address).netloc}"
    (by_file, *_) = ADDRESS.findall(file.read_bytes())
    sent: list[bytes] = []
    with browser() as page, socket.create_server(("127.0.0.1", 0)) as other:
        page.call("Page.navigate", url=file.as_uri())
        page.wait(f"location.href.startsWith('{own}/') && document.querySelector('footer') !== null")
        at = page.ask("location.pathname")
        (cookie,) = page.call("Network.getAllCookies")["cookies"]
        assert (at, True, "Strict", True) == (cookie["path"], cookie["httpOnly"], cookie["sameSite"], cookie["session"])
        assert len(at) > 42
        assert "" == page.ask("document.cookie")
        assert not [error for error in page.errors if "404" not in error]

        def note() -> None:
            client, _ = other.accept()
            with client:
                sent.append(client.recv(65536))
                client.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\nanother program")

        noting = Thread(target=note, daemon=True)
        noting.start()
        page.call("Page.navigate", url=f"http://127.0.0.1:{other.getsockname()[1]}/")
        page.wait("document.body?.textContent.includes('another program')")
        noting.join(timeout=60)
        assert b"GET / " in sent[0]
        assert b"cookie" not in sent[0].lower()
        page.call("Page.navigate", url=by_file.decode())  # it was used
        page.wait("document.body?.textContent.includes('each works once')")
        page.call("Page.navigate", url=f"{own}{at}search?q=a")  # and whoever was let in stays so
        page.wait("document.querySelector('footer') !== null")
    until = time.monotonic() + 120
    while file.parent.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert running.poll() is None


def test_enter_prints_another_address(sources: Sources) -> None:
    assert sources
    process, terminal = pty.fork()
    if not process:
        os.execv(COMMAND[0], [*COMMAND, "--no-browser"])  # noqa: S606
    written, typed = b"", b"\r\x03"  # Enter and, once there are two addresses, Ctrl-C
    with suppress(OSError):  # Linux says so when the last one has closed it
        while chunk := os.read(terminal, 65536):
            written += chunk
            if b"ends it" in written and len(ADDRESS.findall(written)) == 3 - len(typed):
                os.write(terminal, typed[:1])
                typed = typed[1:]
    os.close(terminal)
    assert 0 == os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), written
    assert 2 == len(set(ADDRESS.findall(written))), written


@pytest.mark.parametrize("script", ["#!/bin/sh\nexit 3\n", None], ids=["a command that fails", "a command that is not"])
def test_a_browser_that_cannot_be_started_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
) -> None:
    monkeypatch.setenv("BROWSER", program(tmp_path, script) if script else str(tmp_path / "nothing"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("DISPLAY", raising=False)
    said: SimpleQueue[str] = SimpleQueue()
    with in_browser("http://127.0.0.1:1/", Event(), said.put):
        line = said.get(timeout=60)
    assert said.empty()
    assert line == "No browser could be started. Next: open the address above."


def test_a_browser_that_does_not_come_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", program(tmp_path, "#!/bin/sh\nexit 0\n"))
    monkeypatch.setattr(opening, "PATIENCE", 0.5)
    said: SimpleQueue[str] = SimpleQueue()
    with in_browser("http://127.0.0.1:1/", Event(), said.put):
        line = said.get(timeout=60)
    assert said.empty()
    assert line.endswith("Next: open the address above.")


def test_a_browser_that_came_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", program(tmp_path, "#!/bin/sh\nexit 0\n"))
    monkeypatch.setenv("HOME", str(tmp_path))
    said: list[str] = []
    used = Event()
    with in_browser("http://127.0.0.1:1/", used, said.append):
        used.set()
        time.sleep(1)
        assert [] == list(tmp_path.glob("cryptodrug-explore-*"))
    assert [] == said
