"""
The download handler in a process of its own, so that Twisted's reactor runs in no test's, and its sockets are counted.

Run as a program it reads jobs, one a line, and answers each with a line.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from types import TracebackType

    from scrapy import Request
    from scrapy.http import Response

__all__ = ["Downloader"]

_SETTLE = 0.05
"""Seconds in which a socket that was given up is closed."""


class Downloader:
    """The process, up for as long as the context lasts; it may be given further variables of the environment."""

    def __init__(self, **environment: str) -> None:
        self._environment = environment

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env=os.environ | self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()
        assert self._process.returncode == 0

    def fetch(
        self,
        *requests: str | Mapping[str, Any],
        settings: Mapping[str, Any],
        together: bool = False,
        record: str = "keep",
    ) -> dict[str, Any]:
        """
        Fetch pages with a new handler, all at once or one after the other.

        Args:
            requests: addresses, or arguments of Scrapy's Request.
            settings: Scrapy's.
            together: whether to send all at once.
            record: what the recorder does: ``keep`` or ``raise``.

        Returns:
            ``results`` and ``records`` with what came of each request and what was recorded, and ``sockets``, how many
            connections the process has then, before the handler is closed; or ``error``, where no handler was made.
        """
        asked = [{"url": each} if isinstance(each, str) else dict(each) for each in requests]
        job = {"requests": asked, "settings": dict(settings), "together": together, "record": record}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(job), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


async def _done(job: dict[str, Any]) -> dict[str, Any]:
    import psutil
    from scrapy import Request
    from scrapy.utils.test import get_crawler

    from cryptodrug_scraper.errors import ArchiveError
    from cryptodrug_scraper.onion.handler import RECORD, PermittedDownloadHandler

    records: list[dict[str, Any]] = []

    def record(request: Request, response: Response, captured: datetime) -> None:
        if job["record"] == "raise":
            msg = "the disk is full"
            raise ArchiveError(msg)
        described = {"captured": captured.isoformat(), "sent": _pairs(request), "url": request.url}
        records.append(_described(response) | described)

    settings = {"DOWNLOAD_TIMEOUT": 20, RECORD: record if job["record"] != "none" else None} | job["settings"]
    crawler = get_crawler(settings_dict=settings)
    try:
        handler = PermittedDownloadHandler(crawler)
    except Exception as error:  # noqa: BLE001  # the test says which it expects
        return {"error": [type(error).__name__, str(error)]}

    async def one(arguments: dict[str, Any]) -> dict[str, Any]:
        try:
            return _described(await handler.download_request(Request(**arguments)))
        except Exception as error:  # noqa: BLE001  # the same
            return {"error": type(error).__name__, "message": str(error), "code": getattr(error, "code", None)}

    coroutines = [one(arguments) for arguments in job["requests"]]
    results = await asyncio.gather(*coroutines) if job["together"] else [await each for each in coroutines]
    await asyncio.sleep(_SETTLE)
    sockets = len(psutil.Process().net_connections("tcp"))
    await handler.close()
    return {"results": results, "records": records, "sockets": sockets}


def _described(response: Response) -> dict[str, Any]:
    return {
        "kind": type(response).__name__,
        "status": response.status,
        "headers": _pairs(response),
        "body": base64.b64encode(response.body).decode(),
        "flags": response.flags,
        "address": response.ip_address and str(response.ip_address),
        "is_secure": response.certificate is not None,
    }


def _pairs(message: Request | Response) -> list[tuple[str, str]]:
    return [(name.decode(), value.decode()) for name, values in message.headers.items() for value in values]


async def _serve(reactor: Any) -> None:
    while line := await asyncio.to_thread(sys.stdin.readline):
        sys.stdout.write(json.dumps(await _done(json.loads(line))) + "\n")
        sys.stdout.flush()
    reactor.stop()


def _main() -> None:
    from twisted.internet import asyncioreactor

    asyncioreactor.install()
    reactor: Any = import_module("twisted.internet.reactor")
    reactor.callWhenRunning(lambda: asyncio.ensure_future(_serve(reactor)))
    reactor.run()


if __name__ == "__main__":
    _main()
