"""
The first views of explore: its first page and every page that it leads to, and a search, each asked for once.

    python -m benchmarks.scaling.views

prints a line of JSON: the seconds of each, and the floor of all together, as `benchmarks.scaling.given` measures it.
"""

from __future__ import annotations

import json
import re
import time
from html import unescape
from typing import TYPE_CHECKING

from benchmarks.first_views import OWN, client_of
from benchmarks.scaling.given import asked_meanwhile, floor_of
from cryptodrug_scraper.explore.guard import Key
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.store.database import open_database, open_for_reader

if TYPE_CHECKING:
    from flask.testing import FlaskClient

__all__ = ["first_views"]

_KEY = Key("/known-to-one-browser")
_LINK = re.compile(r'<a [^>]*href="([^"#]+)')
_SEARCH = "/search?q=weed"


def first_views(client: FlaskClient) -> dict[str, float]:
    """Ask for the first page and all that it leads to; return the seconds of each by its path."""
    seconds: dict[str, float] = {}

    def ask(path: str) -> str:
        began = time.perf_counter()
        answer = client.get(_KEY.root + path, base_url=OWN)
        if answer.status_code != 200:
            msg = f"{path} was answered with {answer.status_code}"
            raise SystemExit(msg)
        text = answer.text
        seconds[path] = round(time.perf_counter() - began, 4)
        return text

    links = [unescape(link) for link in _LINK.findall(ask("/"))]
    own = [link.removeprefix(_KEY.root) for link in links if link.startswith(f"{_KEY.root}/")]
    for path in dict.fromkeys([*own, _SEARCH]):
        if path not in seconds:
            ask(path)
    return seconds


def main() -> None:
    """Measure, and print."""
    with open_database(read_only=True) as whole, open_for_reader() as views:
        client = client_of(Sources(views.engine, whole.engine, []), _KEY)
        with asked_meanwhile() as asked:
            seconds = first_views(client)
    slowest = max(seconds, key=lambda path: seconds[path])
    said = {"views": len(seconds), "slowest view: s": seconds[slowest], "all views: s": sum(seconds.values())}
    print(json.dumps(seconds))
    print(json.dumps({**said, **floor_of(asked)}))


if __name__ == "__main__":
    main()
