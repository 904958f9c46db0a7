"""
Stands in for ``cryptodrug crawl``: keeps a frontier as a crawl does, and ends as the file FAKE_CRAWL_ORDERS says.

Orders: ``complete``, ``partial``, ``unloaded`` (partial, and to be resumed), ``abort``, ``fail`` (without a report), or
``wait`` until the orders change or a SIGTERM comes.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.crawl.folder import new_folder, open_frontier, unfinished

if TYPE_CHECKING:
    from types import FrameType

ORDERS, LOG = Path(os.environ["FAKE_CRAWL_ORDERS"]), Path(os.environ["FAKE_CRAWL_LOG"])


def log(**facts: object) -> None:
    with LOG.open("a", encoding="utf-8") as file:
        file.write(json.dumps(facts | {"pid": os.getpid()}) + "\n")


def main() -> int:
    stopped = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)

    signal.signal(signal.SIGTERM, stop)
    market = sys.argv[1]
    if "--resume" in sys.argv:
        folder = next(path for path in unfinished(market) if f"CRAWL_FOLDER={path}" in sys.argv)
        frontier = open_frontier(folder)
    else:
        folder, crawl_id = new_folder(market)
        frontier = open_frontier(folder)
        facts = {"crawl_id": str(crawl_id), "market": market, "scope": sys.argv[sys.argv.index("--scope") + 1]}
        frontier.note(facts | {"started_at": os.environ.get("FAKE_CRAWL_STARTS", "2026-01-01T00:00:00+00:00")})
    frontier.save()
    log(did="began", arguments=sys.argv[1:], crawl_id=frontier.facts()["crawl_id"])
    while (orders := ORDERS.read_text(encoding="utf-8")) == "wait" and not stopped:
        time.sleep(0.01)
    host = "a" * 56 + ".onion"
    sys.stderr.write(f"INFO: progress\ncryptodrug: {host} does not answer\n")
    status = "aborted" if stopped or orders in {"abort", "fail"} else orders.replace("unloaded", "partial")
    reasons = {"partial": "12 pages were given up", "aborted": f"{host} does not answer; it can be taken up again"}
    report: dict[str, object] = {
        "crawl_id": frontier.facts()["crawl_id"],
        "status": status,
        "reason": reasons.get(status),
        "counts": {},
    }
    if status != "aborted" and orders != "unloaded":
        frontier.note({"ended_at": "2019-01-01T00:00:00+00:00", "status": status})
    frontier.save()
    frontier.close()
    log(did="ended", stopped=bool(stopped))
    if orders == "fail" and not stopped:
        return 6
    sys.stdout.write(json.dumps(report) + "\n")
    return 0 if status == "complete" else 7


if __name__ == "__main__":
    sys.exit(main())
