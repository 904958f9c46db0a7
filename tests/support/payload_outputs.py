"""What commands print of payloads, and ways to see whether one acts where it is shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from zipfile import ZipFile

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.output import inert_lines
from tests.support.chromium import requested
from tests.support.payloads import PAYLOADS, load_rows, write_settings
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["acting", "acting_in_a_browser", "acting_in_a_spreadsheet", "acting_in_tmux", "outputs"]

_TITLES = "SELECT title FROM listing_snapshot ORDER BY 1"
_CODE = [sys.executable, "-m", "cryptodrug_scraper"]
_OWN = re.compile("\x1b\\[(?:[0-9;]*m|\\?25[lh]|2K|[0-9]*A)|\r")
"""What tables and bars send themselves: colours, the cursor shown or hidden, lines cleared and gone up to."""


def outputs(folder: Path) -> dict[str, bytes]:
    """Replay the pages, and return what each command sends to a terminal; each prints something of a payload."""
    printed = {"replay": on_terminal("replay", folder, "--workers", "1")[1]}
    pages = load_rows()
    settings = folder.with_name("settings")
    settings.mkdir(mode=0o700)
    with ThreadPoolExecutor(3) as pool:
        given = [*commands(folder, pages), *write_settings(settings)]
        for words, (_, written) in zip(given, pool.map(lambda words: _printed(words, settings), given), strict=True):
            printed[" ".join(words)] = written
    return printed


def _printed(words: list[str], settings: Path) -> tuple[int, bytes]:
    return on_terminal(*words, environment={HOME_VARIABLE: str(settings)} if words[0] == "session" else None)


def commands(folder: Path, pages: list[str]) -> Iterator[list[str]]:
    """The commands that print something of the pages."""
    archive = str(folder.with_name("archive"))
    for form in ("table", "csv", "json"):
        yield ["query", _TITLES, "--format", form]
    yield ["query", _TITLES, "--for-spreadsheet"]
    yield ["parse", *sorted(map(str, folder.glob("*.html")))]
    yield ["db", "remove", "--path", "*", "--dry-run"]
    yield ["archive", "import", str(folder), "--archive", archive]
    yield from (["show", page] for page in pages)
    yield ["show", "ffffffff" + PAYLOADS["clear"]]
    yield ["report", "drift", "--all"]
    yield ["report", "drift", "--json"]
    yield ["archive", "diff", "0.1+dream.aaaa", "0.1+dream.bbbb"]
    yield ["archive", "diff", PAYLOADS["clear"], "latest"]
    yield ["replay", str(folder / PAYLOADS["title"])]


def acting(printed: dict[str, bytes]) -> list[str]:
    """The commands of which something would have acted."""
    found = []
    for command, written in printed.items():
        shown = _OWN.sub("", written.decode(errors="surrogateescape"))
        if shown != inert_lines(shown):
            found.append(command[:200])
    return found


def acting_in_tmux(printed: dict[str, bytes], folder: Path) -> list[str]:
    """Show it in tmux, and return what is not as it was: title, clipboard, or which screen is shown."""
    tmux = ["tmux", "-L", f"payloads-{os.getpid()}", "-f", "/dev/null"]
    begin, done, shown = folder / "begin", folder / "done", folder / "shown"
    shown.write_bytes(b"".join(printed.values()))
    script = f"until test -e {begin}; do sleep 0.1; done; cat {shown}; touch {done}; sleep 60"
    subprocess.run([*tmux, "new-session", "-d", "-x", "200", "-y", "50", script], check=True)
    asked = "#{pane_title} #{alternate_on} #{cursor_flag} #{mouse_any_flag}"
    try:
        subprocess.run([*tmux, "set-option", "-s", "set-clipboard", "on"], check=True)
        before = subprocess.run([*tmux, "display", "-p", asked], check=True, capture_output=True).stdout
        begin.touch()
        while not done.exists():
            time.sleep(0.1)
        after = subprocess.run([*tmux, "display", "-p", asked], check=True, capture_output=True).stdout
        copied = subprocess.run([*tmux, "list-buffers"], check=True, capture_output=True).stdout
    finally:
        subprocess.run([*tmux, "kill-server"], check=True)
    return [f"tmux: {before!r} became {after!r}"] * (before != after) + [f"tmux copied {copied!r}"] * bool(copied)


def acting_in_a_browser(folder: Path) -> list[str]:
    """
    Save outputs as text and JSON, take the list of pages out of a WACZ, and return what they request in Chromium.

    CSV it only downloads, so that is opened as text.
    """
    wacz = folder / "pages.wacz"
    made = {"titles.txt": ["query", _TITLES], "titles.csv.txt": ["query", _TITLES, "--format", "csv"]}
    made["titles.json"] = ["query", _TITLES, "--format", "json"]
    export = ["archive", "export", "--archive", str(folder / "archive"), "--wacz", str(wacz), "--identified"]
    subprocess.run([*_CODE, *export], check=True, capture_output=True)
    with ZipFile(wacz) as members:
        members.extract("pages/pages.jsonl", folder)
    for name, words in made.items():
        (folder / name).write_bytes(subprocess.run([*_CODE, *words], check=True, capture_output=True).stdout)
    files = [folder / name for name in ("pages/pages.jsonl", *made)]
    with ThreadPoolExecutor(2) as pool:
        lines = pool.map(lambda file: requested(file.as_uri()), files)
        return [f"Chromium, {file.name}: {line}" for file, line in zip(files, lines, strict=True) if line]


def acting_in_a_spreadsheet(folder: Path) -> list[str]:
    """Open the CSV in LibreOffice, and return the cells that are no longer what the file says."""
    sheet = folder / "titles.csv"
    sheet.write_bytes(
        subprocess.run([*_CODE, "query", _TITLES, "--for-spreadsheet"], check=True, capture_output=True).stdout
    )
    into = folder / "sheet"
    command = ["soffice", f"-env:UserInstallation=file://{into}/profile", "--headless", "--convert-to", "fods"]
    subprocess.run([*command, "--outdir", str(into), str(sheet)], check=True, capture_output=True, timeout=300)
    made = (into / "titles.fods").read_text(encoding="utf-8")
    return [f"LibreOffice has a formula: {part[:80]}" for part in made.split("table:formula=")[1:]]
