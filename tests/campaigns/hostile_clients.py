"""
Send requests to explore that no browser sends, and see that it stands.

Each is made of parts that are right, wrong or no part of HTTP, with the cookie of a browser that was let in, another or
none, and comes whole, in pieces or not to its end. No answer may be that of a fault; nobody without the cookie may be
told anything, or have the database asked; a browser that was let in is answered all the while. The fixtures' pages are
loaded for it. A line of JSON is printed; the exit code is 1 if anything was wrong.

    python tests/campaigns/hostile_clients.py --requests 20000 --seed 1
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import socket
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

from sqlalchemy import event

from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.connections import server_on
from cryptodrug_scraper.explore.door import ENTER
from cryptodrug_scraper.explore.guard import Key
from cryptodrug_scraper.explore.invitations import Invitations
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.database import open_database, open_for_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Campaign"]

PAGES = Path(__file__).parents[2] / "fixtures" / "pages" / "dream"
_USUAL = frozenset({200, 204, 303, 308, 400, 403, 404, 405, 413, 421, 431, 501, 503})
_TO_STRANGERS = _USUAL - {200, 303}
_SILENT = 400
_PATIENCE = 60.0
_PATHS = (
    *("/", "/search?q=weed", "/search?q=%25", "/record/{id}", "/capture/{id}", "/capture/{id}/page", "/snapshot/x"),
    *(
        "/go?id={id}",
        "/market/dream/vendor/{id}",
        "/market/dream/listing/1",
        "/compare/{id}/{id}",
        "/static/explore.css",
    ),
    *(
        "/figures/transaction?first=2019-01",
        "/figures/finding?csv=finding",
        "/ask?sql=SELECT+1",
        "/ask?sql=SELECT+1;COMMIT",
    ),
    *(
        "/capture/{id}/readings/{id}/{id}",
        "/capture/{id}/page?record=1",
        "/search?first={id}",
        "/compare?first={id}&second=x",
    ),
)
_ODD = (
    *(
        "%00",
        "%ff",
        "%ed%a0%80",
        "%",
        "%zz",
        "..",
        "%2e%2e/",
        "//",
        "\\",
        "\x00",
        "\xff",
        "é",
        "'",
        '"',
        "<script>",
        "\u202e",
    ),
    *(
        "%0d%0aSet-Cookie:x=y",
        "9" * 400,
        "-1",
        "0",
        "é" * 3000,
        ";",
        "{{7*7}}",
        "%s",
        "%(x)s",
        ":market",
        "😀",
        "?",
        "#",
        "&&=&",
    ),
)
_METHODS = (
    "GET",
    "GET",
    "GET",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "get",
    "",
    "G\x00T",
    "PRI",
)
_HEADERS = (
    *("Origin: null", "Origin: http://attacker.example", "Sec-Fetch-Site: cross-site", "Accept-Encoding: gzip"),
    *(
        "Content-Length: 0",
        "Content-Length: 1",
        "Content-Length: 99999999999999",
        "Content-Length: -1",
        "Content-Length: x",
    ),
    *(
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: \x0bchunked",
        "Transfer-Encoding: gzip",
        "Expect: 100-continue",
    ),
    *(
        "X-Forwarded-Host: attacker.example",
        "X-Forwarded-For: 127.0.0.1",
        "Forwarded: for=127.0.0.1",
        "Range: bytes=0-1",
    ),
    *(
        "Connection: upgrade",
        "Upgrade: h2c",
        "X: \xff\xfe",
        "X:",
        ":",
        "no colon",
        "X_Y: 1",
        "If-None-Match: *",
        "Cookie: \xff=",
    ),
    *(
        "If-Modified-Since: x",
        "Content-Type: multipart/form-data",
        "Accept: \x00",
        "Sec-Fetch-Site: \xff",
        "Authorization: Basic x",
    ),
)
_HOSTS = (
    "{own}",
    "{own}",
    "{own}",
    "{own}",
    "",
    "a b",
    "attacker.example",
    "127.0.0.1",
    "[::1",
    "{own}, x",
    "\xff",
    None,
)


class Campaign:
    """
    One application that is sent requests.

    Args:
        sources: what its pages are made of.
        seed: what the requests are chosen by.
    """

    def __init__(self, sources: Sources, seed: int) -> None:
        self.wrong: list[str] = []
        self.answers: Counter[str] = Counter()
        self._sources = sources
        self._random = random.Random(seed)
        self._key = Key()
        self._asked = 0
        table = sources.ask(
            "", "", "SELECT listing_observation_id, capture_id, vendor, title FROM listing_snapshot LIMIT 50"
        )
        self._ids = [str(value) for row in table.rows for value in row[:3]]
        self._known = [str(row[3]).encode() for row in table.rows]

    def run(self, requests: int) -> None:
        """Send so many, and then leave as many connections open as nobody needs."""
        with self._served() as own, self._listening():
            self._own = own
            for is_let_in, share in ((False, 0.7), (True, 0.3)):
                for _ in range(round(share * requests)):
                    self._try_one(is_let_in=is_let_in)
                if not is_let_in and self._asked:
                    self.wrong.append(f"strangers had the database asked, {self._asked} times")
            self._look("in the end")
            self._crowd()

    @contextmanager
    def _served(self) -> Iterator[tuple[str, int]]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            made = application(self._sources, listening.getsockname()[1], Invitations(), key=self._key)
            server = server_on(listening, made, seconds=1)  # most that is sent never becomes whole
            Thread(target=server.run, daemon=True).start()
            yield listening.getsockname()
            server.close()

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Note what is logged as a fault, and how often the database is asked."""
        campaign = self

        class Noting(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                campaign.wrong.append(f"logged: {record.getMessage()} {record.exc_info and record.exc_info[1]!r}")

        def count(*_any: object) -> None:
            self._asked += 1

        noting = Noting(logging.ERROR)
        logging.getLogger().addHandler(noting)
        engines = (self._sources.reader, self._sources.owner)
        for engine in engines:
            event.listen(engine, "checkout", count)
        try:
            yield
        finally:
            for engine in engines:
                event.remove(engine, "checkout", count)
            logging.getLogger().removeHandler(noting)

    def _try_one(self, *, is_let_in: bool) -> None:
        request = self._request(is_let_in=is_let_in)
        try:
            answer = self._send(request).removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
        except TimeoutError:
            self.wrong.append(f"no answer: {request[:300]!r}")
            return
        status = (
            answer[9:12].decode("latin-1") if answer.startswith(b"HTTP/1.") else "none" if not answer else "no HTTP"
        )
        self.answers[f"{'let in' if is_let_in else 'stranger'} {status}"] += 1
        if not status.isdigit():
            if answer:
                self.wrong.append(f"{answer[:100]!r}: {request[:300]!r}")
        elif int(status) not in (_USUAL if is_let_in else _TO_STRANGERS):
            self.wrong.append(f"{status}: {request[:300]!r}")
        if is_let_in:
            return
        told = [each for each in (self._key.root.encode(), b"\r\nSet-Cookie:", *self._known) if each in answer]
        if told and self._key.root.encode() not in request:
            self.wrong.append(f"told {told}: {request[:300]!r}")

    def _request(self, *, is_let_in: bool) -> bytes:
        chosen = self._random
        path = chosen.choice(_PATHS).replace("{id}", chosen.choice(self._ids))
        for _ in range(chosen.choice((0, 0, 1, 1, 2))):
            at = chosen.randrange(len(path) + 1)
            path = path[:at] + chosen.choice(_ODD) + path[at:]
        root = self._key.root if is_let_in else chosen.choice(("", "", self._key.root, ENTER, "http://x", "*"))
        headers = chosen.sample(_HEADERS, chosen.choice((0, 0, 1, 2, 5)))
        host = "{own}" if is_let_in else chosen.choice(_HOSTS)
        if host is not None:
            headers.insert(0, "Host: " + host.replace("{own}", f"127.0.0.1:{self._own[1]}"))
        value = (
            self._key.value
            if is_let_in
            else chosen.choice((None, "", "x" * 43, "\xff", self._key.value[:-1], "a; b=\x01"))
        )
        if value is not None:
            headers.append(f"Cookie: cryptodrug={value}")
        method = "GET" if is_let_in else chosen.choice(_METHODS)
        first = f"{method} {root}{path} {chosen.choice(('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/9', ''))}"
        lines = "\r\n".join([first, *headers, "Connection: close", "", ""])
        return lines.encode("utf-8" if chosen.random() < 0.5 else "latin-1", "ignore") + chosen.randbytes(
            chosen.choice((0, 0, 0, 5, 5000))
        )

    def _send(self, request: bytes) -> bytes:
        received = b""
        cut = self._random.choice((len(request), len(request), self._random.randrange(len(request) + 1)))
        with socket.create_connection(self._own, timeout=_PATIENCE) as client, suppress(ConnectionError):
            client.sendall(request[:cut])
            if cut < len(request) and self._random.random() < 0.5:
                client.shutdown(socket.SHUT_WR)  # it goes away
            client.sendall(request[cut:])
            while part := client.recv(65536):
                received += part
        return received

    def _look(self, when: str) -> None:
        """Ask as a browser does that was let in."""
        headers = f"Host: 127.0.0.1:{self._own[1]}\r\nCookie: cryptodrug={self._key.value}\r\nConnection: close"
        began = time.monotonic()
        answer = b""
        with suppress(TimeoutError), socket.create_connection(self._own, timeout=_PATIENCE) as client:
            client.sendall(f"GET {self._key.root}/search?q=weed HTTP/1.1\r\n{headers}\r\n\r\n".encode())
            while part := client.recv(65536):
                answer += part
        if b" 200 " not in answer[:20] or b"</html>" not in answer:
            self.wrong.append(
                f"a browser is not answered {when}: {answer[:60]!r}, after {time.monotonic() - began:.1f} s"
            )

    def _crowd(self) -> None:
        with ExitStack() as stack:
            for number in range(_SILENT):
                client = stack.enter_context(socket.create_connection(self._own, timeout=_PATIENCE))
                with suppress(ConnectionError):
                    client.sendall(b"GET / HTTP/1.1\r\n"[: number % 17])
                if number % 100 == 99:
                    self._look(f"beside {number + 1} connections")


def main() -> None:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    given = parser.parse_args()
    with TemporaryDirectory(prefix="cl-") as home:
        os.environ["CRYPTODRUG_HOME"] = home
        os.environ.pop("CRYPTODRUG_DATABASE_URL", None)
        with open_database() as database:
            replay(database.engine, [PAGES], workers=2)
            with open_for_reader(database) as views:
                campaign = Campaign(Sources(views.engine, database.engine, [PAGES]), given.seed)
                campaign.run(given.requests)
    for each in campaign.wrong[:50]:
        sys.stdout.write(json.dumps({"wrong": each}) + "\n")
    sums = {"seed": given.seed, "requests": given.requests, "wrong": len(campaign.wrong)}
    sys.stdout.write(json.dumps(sums | {"answers": dict(sorted(campaign.answers.items()))}) + "\n")
    sys.exit(int(bool(campaign.wrong)))


if __name__ == "__main__":
    main()
