"""
Payloads of those who wish readers harm, and ways to see whether one acts where it is shown.

Each is the title of a listing and the name of its file. All are replayed and imported, and whatever commands print of
them is looked at.
"""

from __future__ import annotations

import html
import json
import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.output import inert_lines
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PAYLOADS", "acting", "acting_in_a_spreadsheet", "acting_in_tmux", "write_pages"]

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
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE capture; --",
    "path": "..%2f..%2fetc%2fpasswd",
    "template": "{{7*7}} ${7*7} %s %n {0.__class__}",
}
_PAGE = Path(__file__).parents[2] / "fixtures" / "pages" / "dream" / "listing" / "weed_from_belgium"
_TITLES = "SELECT title FROM listing_snapshot ORDER BY 1"
_CODE = [sys.executable, "-m", "cryptodrug_scraper"]
_OWN = re.compile("\x1b\\[(?:[0-9;]*m|\\?25[lh]|2K|[0-9]*A)|\r")
"""What tables and bars send themselves: colours, the cursor shown or hidden, lines cleared and gone up to."""


def write_pages(folder: Path) -> None:
    """Write a page for each payload, in whose title and in whose file's name it is."""
    title = next(
        record["title"]
        for record in json.loads((_PAGE / "expected.json").read_bytes())["records"]
        if record["record"] == "listing"
    )
    body = (_PAGE / "body.html").read_text(encoding="utf-8")
    assert html.escape(title) in body, "the title is not on the page as it is read"
    folder.mkdir()
    for name, payload in PAYLOADS.items():
        page = body.replace(html.escape(title), f"{name} {html.escape(payload)}")
        safe = payload.replace("/", "_").replace("\x00", "_")
        (folder / f"{name} {safe}.html").write_text(page, encoding="utf-8")
        (folder / f"{name} {safe}.txt").write_text(payload, encoding="utf-8")


def commands(folder: Path) -> Iterator[list[str]]:
    """The commands that print something of the pages."""
    archive = str(folder.with_name("archive"))
    pages = sorted(map(str, folder.glob("*.html")))
    yield ["replay", str(folder), "--workers", "1"]
    for form in ("table", "csv", "json"):
        yield ["query", _TITLES, "--format", form]
    yield ["query", "SELECT path FROM public.capture_origin ORDER BY 1"]
    yield ["query", _TITLES, "--for-spreadsheet"]
    yield ["parse", *pages]
    yield ["db", "remove", "--path", "*", "--dry-run"]
    yield ["archive", "import", str(folder), "--archive", archive]
    yield ["archive", "verify", "--archive", archive]
    yield ["show", "ffffffff" + PAYLOADS["clear"]]
    yield ["replay", str(folder / PAYLOADS["title"])]


def acting(folder: Path) -> list[str]:
    """Run the commands on a terminal, and return those of which something would have acted."""
    found = []
    for words in commands(folder):
        _, written = on_terminal(*words)
        text = written.decode(errors="surrogateescape")
        text = _OWN.sub("", text)
        if text != inert_lines(text):
            found.append(" ".join(words)[:80])
    return found


def acting_in_tmux(folder: Path) -> list[str]:
    """Run the commands in tmux, and return what is not as it was: title, clipboard, or which screen is shown."""
    tmux = ["tmux", "-L", f"payloads-{os.getpid()}", "-f", "/dev/null"]
    done = folder.with_name("done")
    script = folder.with_name("shown.sh")
    lines = [shlex.join([*_CODE, *words]) for words in commands(folder)]
    script.write_text("\n".join([*lines, f"touch {shlex.quote(str(done))}", "sleep 60"]), encoding="utf-8")
    subprocess.run([*tmux, "new-session", "-d", "-x", "200", "-y", "50", "sh", str(script)], check=True)
    asked = "#{pane_title} #{alternate_on} #{cursor_flag} #{mouse_any_flag}"
    try:
        subprocess.run([*tmux, "set-option", "-s", "set-clipboard", "on"], check=True)
        before = subprocess.run([*tmux, "display", "-p", asked], check=True, capture_output=True).stdout
        while not done.exists():
            time.sleep(0.2)
        after = subprocess.run([*tmux, "display", "-p", asked], check=True, capture_output=True).stdout
        copied = subprocess.run([*tmux, "list-buffers"], check=True, capture_output=True).stdout
    finally:
        subprocess.run([*tmux, "kill-server"], check=True)
    return [f"tmux: {before!r} became {after!r}"] * (before != after) + [f"tmux copied {copied!r}"] * bool(copied)


def acting_in_a_spreadsheet(folder: Path) -> list[str]:
    """Open the CSV in LibreOffice, and return the cells that are no longer what the file says."""
    sheet = folder.with_name("titles.csv")
    sheet.write_bytes(
        subprocess.run([*_CODE, "query", _TITLES, "--for-spreadsheet"], check=True, capture_output=True).stdout
    )
    into = folder.with_name("sheet")
    command = ["soffice", f"-env:UserInstallation=file://{into}/profile", "--headless", "--convert-to", "fods"]
    subprocess.run([*command, "--outdir", str(into), str(sheet)], check=True, capture_output=True, timeout=300)
    made = (into / "titles.fods").read_text(encoding="utf-8")
    return [f"LibreOffice has a formula: {part[:80]}" for part in made.split("table:formula=")[1:]]
