"""
A program that crawls with Scrapy as its one argument (JSON) says, and writes down what its process reaches for.

Run in a network of loopback alone, whose name server is on 127.0.0.1. It prints a line of JSON: ``outcomes``, for each
address the status or the error that came of it; ``recorded``, the addresses that the archive would have; ``events``,
what Python's audit hooks saw of sockets, look-ups, programs started and files of others opened.
"""

from __future__ import annotations

import ctypes
import json
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import datetime

    from scrapy import Request
    from scrapy.http import Response

_WATCHED = (
    "ftplib.",
    "http.client.",
    "os.exec",
    "os.posix_spawn",
    "os.system",
    "smtplib.",
    "socket.bind",
    "socket.connect",
    "socket.get",
    "socket.send",
    "subprocess.",
    "urllib.",
)
_CLONE_NEWNS, _MS_BIND, _MS_REC, _MS_PRIVATE = 0x20000, 0x1000, 0x4000, 0x40000


def main() -> None:
    """Crawl, and tell."""
    job = json.loads(sys.argv[1])
    _look_up_names_at_loopback()
    events: list[list[str]] = []

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_WATCHED):
            events.append([event, *(str(each) for each in arguments if not hasattr(each, "fileno"))])
        elif event == "open" and str(arguments[0]) in job["secrets"]:
            events.append([event, str(arguments[0])])

    sys.addaudithook(note)
    outcomes, recorded = _crawl(job)
    json.dump({"outcomes": outcomes, "recorded": recorded, "events": events}, sys.stdout)


def _look_up_names_at_loopback() -> None:
    """Let the C library ask 127.0.0.1, in this process alone: it has no option for that."""
    libc = ctypes.CDLL(None, use_errno=True)
    _check(libc.unshare(_CLONE_NEWNS))
    _check(libc.mount(None, b"/", None, ctypes.c_ulong(_MS_REC | _MS_PRIVATE), None))
    for path, text in (("/etc/resolv.conf", "nameserver 127.0.0.1\n"), ("/etc/nsswitch.conf", "hosts: files dns\n")):
        if Path(path).exists():
            with NamedTemporaryFile("w") as file:  # the mount outlives its name
                file.write(text)
                file.flush()
                _check(libc.mount(file.name.encode(), path.encode(), None, ctypes.c_ulong(_MS_BIND), None))


def _check(code: int) -> None:
    if code:
        raise OSError(ctypes.get_errno(), "the name server cannot be replaced: run the tests as root")


def _crawl(job: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    if job["as_we_set"]:
        from cryptodrug_scraper.crawl.settings import DEFAULTS, REQUIRED

        settings = DEFAULTS | REQUIRED | {"SCHEDULER": "scrapy.core.scheduler.Scheduler", "EXTENSIONS": {}}
    else:
        settings = {}
    from scrapy import Request
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.spiders import SitemapSpider

    outcomes: dict[str, str] = {}
    recorded: list[str] = []

    class Provoking(SitemapSpider):
        """Asks for whatever it is told, and for all that a site wants to have asked."""

        name = "provoking"
        sitemap_urls = job["sitemaps"]

        async def start(self) -> AsyncIterator[Any]:
            async for request in super().start():
                yield request
            for asked in job["requests"]:
                yield Request(**asked, callback=self.parse, errback=self.failed, dont_filter=True)

        def parse(self, response: Response, **_: Any) -> Iterator[Any]:
            outcomes[response.url] = str(response.status)
            if job["media"]:
                yield {"file_urls": job["media"]}

        def failed(self, failure: Any) -> None:
            outcomes[failure.request.url] = type(failure.value).__name__

    def record(request: Request, _: Response, __: datetime) -> None:
        recorded.append(request.url)

    process = AsyncCrawlerProcess(settings | job["settings"] | {"CRAWL_RECORD": record})
    process.crawl(Provoking)
    process.start()
    return outcomes, recorded


if __name__ == "__main__":
    main()
