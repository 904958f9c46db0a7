"""A market on loopback that answers each request as a table says, whatever a server may answer, and its crawls."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Self

from tests.support.command import begin_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

__all__ = ["GONE", "HOME", "Answer", "Answering", "CrawlEnd", "crawl_command", "crawl_of", "ended", "fixture"]

_PATIENCE = 180.0
_FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages" / "dream"
_SETTINGS = ("AUTOTHROTTLE_ENABLED=False", "CRAWL_POLL=0.1", "CRAWL_RETRY_WAIT=0.05")


def fixture(name: str) -> bytes:
    """The bytes of a page of Dream's, by its kind and name."""
    return (_FIXTURES / name / "body.html").read_bytes()


@dataclass(frozen=True, slots=True)
class Answer:
    """
    One answer.

    Attributes:
        headers: all of them but Content-Length.
        until: the answer is sent when this is set.
    """

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)
    until: Event | None = None


HOME = Answer(fixture("home/without_cards"))
"""Links to five lists of categories."""
GONE = Answer(fixture("listing_gone/hash_gone"))
"""What is answered to all that the table does not name."""


class Answering:
    """
    The market, up for as long as the context lasts. Its home page is that of Dream, and links to five lists.

    Args:
        answers: by path, with query.

    Attributes:
        asked: the paths that were asked for, in order.
    """

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = {"/": HOME, **answers}
        self.asked: list[str] = []

    def __enter__(self) -> Self:
        market = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                market.asked.append(self.path)
                answer = market.answers.get(self.path, GONE)
                if answer.until is not None:
                    answer.until.wait(_PATIENCE)
                self.send_response_only(answer.status)
                for header in (*answer.headers, ("Content-Length", str(len(answer.body)))):
                    self.send_header(*header)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                """Print nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for answer in self.answers.values():
            if answer.until is not None:
                answer.until.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """As ``http://127.0.0.1:…``."""
        return f"http://127.0.0.1:{self._server.server_port}"


@dataclass(frozen=True)
class CrawlEnd:
    """How a crawl ended: exit code, what it printed as JSON (nothing where it printed none), what it said."""

    code: int
    report: dict[str, Any] = field(repr=False)
    log: str

    @property
    def outcome(self) -> tuple[int, str | None]:
        """Exit code and status."""
        return self.code, self.report.get("status")

    @property
    def told(self) -> str:
        """The last line that it said."""
        return (self.log.splitlines() or [""])[-1]


def crawl_command(market: Answering, archive: Path, *options: str) -> list[str]:
    """The words of a quick crawl."""
    words = [sys.executable, "-m", "cryptodrug_scraper", "crawl", "dream", "--json", "--replica", market.address]
    words += ["--archive", str(archive), "--rate", "40", "--at-once", "8"]
    return [*words, *(word for setting in _SETTINGS for word in ("--set", setting)), *options]


@contextmanager
def crawl_of(
    market: Answering, archive: Path, *options: str, through: Sequence[str] = ()
) -> Iterator[subprocess.Popen[str]]:
    """Begin a crawl, through another command if one is named; at the end of the context it is killed if it runs."""
    command = crawl_command(market, archive, *options)
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    begun = subprocess.Popen([*through, *command], **streams) if through else begin_command(*command[3:], **streams)
    with begun as process:
        try:
            yield process
        finally:
            process.kill()


def ended(process: subprocess.Popen[str]) -> CrawlEnd:
    """Wait for the end of a crawl; one that hangs is killed, and its test fails with what it said."""
    try:
        said, log = process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        said, log = process.communicate()
        message = f"the crawl hangs: {log}"
        raise AssertionError(message) from None
    return CrawlEnd(process.returncode, json.loads(said or "{}"), log)
