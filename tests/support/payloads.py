"""
Payloads of those who wish readers harm, in all that the program reads: pages, names of files, sidecars, settings.

Each is the title of a listing and the name of its file, on two days; on the second the page has all of them as classes.
"""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ALL", "PAYLOADS", "load_rows", "write_pages", "write_settings"]

PAYLOADS = {
    "title": "\x1b]0;taken\x07",
    "clipboard": "\x1b]52;c;dGFrZW4=\x07",
    "link": "\x1b]8;;http://h.invalid\x1b\\x\x1b]8;;\x1b\\",
    "settings": '\x1bP$q"p\x1b\\',
    "clear": "\x1b[2J\x1b[H\x1b[?1049h",
    "c1": "\x9b2J\x9d0;taken\x9c",
    "return": "x\roverwritten\x08\x08",
    "turned": "\u202elmth.exe\u2066",
    "nul": "x\x00y",
    "markup": "[bold]x[/bold] [link=http://h.invalid]y[/link] :pill:",
    "formula": "=1+1",
    "dde": "=cmd|' /C calc'!A0",
    "hyperlink": '=HYPERLINK("http://h.invalid","x")',
    "webservice": '@WEBSERVICE("http://h.invalid")',
    "wide": "＝1+1",
    "cell": 'x";=1+1',
    "script": "<script>fetch('http://h.invalid/script')</script><img src=http://h.invalid/image>",
    "sql": "'; DROP TABLE capture; --",
    "path": "..%2f..%2fetc%2fpasswd",
    "template": "{{7*7}} ${7*7} %s %n {0.__class__}",
}
ALL = " ".join(PAYLOADS.values()).replace("\x00", "")
"""Together; without NUL, which no name of a file or argument can hold."""
_PAGE = Path(__file__).parents[2] / "fixtures" / "pages" / "dream" / "listing" / "weed_from_belgium"
_DAYS = ("2019-02-02", "2019-02-03")
_VERSIONS = ("0.1+dream.aaaa", "0.1+dream.bbbb")
_LEDGER = """
INSERT INTO schedule_entry VALUES ('harm', 'dream', now());
INSERT INTO schedule_run (entry, due_at, market, outcome, detail) VALUES ('harm', now(), 'dream', 'missed', :said)
"""
"""What a scheduler has to say of a crawl comes from the crawl's last words."""


def page_with(title: str, classes: str = "") -> bytes:
    """A page of a listing."""
    was = next(
        record["title"]
        for record in json.loads((_PAGE / "expected.json").read_bytes())["records"]
        if record["record"] == "listing"
    )
    body = (_PAGE / "body.html").read_text(encoding="utf-8")
    assert html.escape(was) in body, "the title is not on the page as it is read"
    body = body.replace(html.escape(was), html.escape(title))
    return body.replace("</body>", f'<p class="{html.escape(classes)}"></p></body>').encode()


def write_pages(folder: Path) -> None:
    """Write two pages for each payload, and sidecars that state it; one page whose sidecar is refused."""
    folder.mkdir()
    for (name, payload), day in ((item, day) for item in PAYLOADS.items() for day in _DAYS):
        safe = payload.replace("/", "_").replace("\x00", "_")
        page = folder / f"{name} {day} {safe}.html"
        page.write_bytes(page_with(f"{name} {payload}", ALL if day == _DAYS[1] else ""))
        stated = {"captured_at": day, "url": f"http://h.invalid/{payload}", "content_type": f"text/html; {payload}"}
        page.with_name(f"{page.name}.json").write_text(json.dumps(stated), encoding="utf-8")
        page.with_suffix(".txt").write_text(payload, encoding="utf-8")
    for name in ("captured_at", "content_type"):
        (folder / f"{name}.html").write_bytes(page_with(name))
        (folder / f"{name}.html.json").write_text(json.dumps({name: ALL}), encoding="utf-8")


def write_settings(folder: Path) -> Iterator[list[str]]:
    """Write files that people or other programs may have made, and return the commands that read them."""
    entry = {"market": "dream", "name": "harm", "cron": "0 4 * * 1"}
    for number, changed in enumerate(({}, {"name": ALL}, {"label": ALL + "{"})):
        path = folder / f"schedule-{number}.toml"
        lines = (f"{name} = {json.dumps(value)}" for name, value in (entry | changed).items())
        path.write_text("[[entry]]\n" + "\n".join(lines), encoding="utf-8")
        yield ["schedule", "check" if changed else "status", *([] if changed else ["--file"]), str(path)]
    mirrors = folder / "mirrors.toml"
    mirrors.write_text(f"dream = [{json.dumps('http://' + ALL)}]", encoding="utf-8")
    yield ["session", "list"]
    cookies = folder / "cookies.txt"
    cookies.write_text(ALL, encoding="utf-8")
    yield ["session", "put", "dream", "--file", str(cookies), "--mirror", ALL]
    yield ["market", "check", ALL]


def load_rows() -> list[str]:
    """
    Load two readings of one page that differ in their titles, and what a scheduler says of a crawl.

    Returns:
        Identifiers of two pages that are there already, with payloads in all that is known of them.
    """
    body = page_with("before")
    captured = parse_capture_time(_DAYS[0])
    capture = Capture(body, Origin("folder", ALL), captured=captured, time_source="sidecar")
    with open_database() as database, database.engine.connect() as connection:
        for version, title in zip(_VERSIONS, ("before", ALL), strict=True):
            page = parse_page(page_with(title), PageContext(None, captured))
            load(connection, [batch_of([(capture, page)], version)])
        with connection.begin():
            connection.execute(text(_LEDGER), {"said": ALL})
            pages = connection.execute(text("SELECT capture_id FROM capture_origin WHERE path ~ '^(c1|clear) .*03'"))
            return [str(page) for page in pages.scalars()]
