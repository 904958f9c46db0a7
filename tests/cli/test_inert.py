"""What pages, file names and the database say never steers a terminal."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.output import inert, to_json
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

ROOT = Path(__file__).parent.parent.parent
TITLE = "\x1b]0;taken\x07"
CLIPBOARD = "\x1b]52;c;dGFrZW4=\x07"
CLEAR = "\x1b[2J\x1b[H"
C1 = "\x9b2J\x9d0;taken\x9c"
TURNED = "\u202elmth.exe\u2066"
ALL = f"a{TITLE}b{CLIPBOARD}c{CLEAR}d{C1}e{TURNED}f\rg\x08h\x7fi\tj"
OWN = re.compile(rb"\x1b\[(?:[0-9;]*m|\?25[lh]|2K|[0-9]*A)|\r\n|\r")
"""What tables and bars send themselves: colours, the cursor shown or hidden, lines cleared and gone up to."""
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def nothing_steers(written: bytes) -> str:
    """Return what is left of output without the program's own sequences, in which nothing may steer."""
    text = OWN.sub(b"", written.replace(b"\r\n", b"\n")).decode()
    assert STEERING.search(text) is None, text
    return text


def sql(text: str, name: str = "title") -> str:
    literal = "".join(f"\\U{ord(char):08x}" if ord(char) < 0x20 or ord(char) > 0x7E else char for char in text)
    return f"SELECT E'{literal}' AS \"{name}\""


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_query_shows_steering_characters_on_a_terminal_as_escapes(form: str) -> None:
    code, written = on_terminal("query", sql(ALL), "--format", form)
    assert 0 == code
    shown = "".join(nothing_steers(written).split())
    assert "a\\u001b]0;taken\\u0007b" in shown
    assert "\\u202elmth.exe" in shown
    if form == "json":
        assert {"title": ALL} == json.loads(nothing_steers(written))


@pytest.mark.usefixtures("database")
def test_markup_and_names_of_emoji_in_a_title_are_left_as_they_are() -> None:
    _, written = on_terminal("query", sql("[bold]x[/bold] [link=http://h.invalid]y[/link] :pill:"))
    assert "[bold]x[/bold] [link=http://h.invalid]y[/link] :pill:" in nothing_steers(written)


@pytest.mark.usefixtures("database")
def test_a_line_break_in_a_cell_begins_no_line() -> None:
    _, written = on_terminal("query", sql("x\n0 problems"))
    assert "x\\n0 problems" in nothing_steers(written)


@pytest.mark.usefixtures("database")
def test_a_table_in_a_pipe_is_inert_and_csv_keeps_its_bytes(run: Run) -> None:
    nothing_steers(run("query", sql(ALL)).stdout)
    title = run("query", sql(TITLE), "--format", "csv").stdout
    assert f"title\n{TITLE}\n".encode() == title


@pytest.mark.usefixtures("database")
def test_an_error_of_the_database_is_inert() -> None:
    code, written = on_terminal("query", f'SELECT "{ALL}"')
    assert 5 == code
    assert "taken" in nothing_steers(written)


@pytest.mark.usefixtures("database")
def test_names_of_files_are_inert_wherever_a_replay_and_an_import_print_them(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in (f"{TITLE}.txt", f"{CLEAR}\n0 refused.html", "\udcff.png"):
        (pages / name).write_bytes(b"no page")
    imported = ("archive", "import", pages, "--archive", tmp_path / "archive")
    for expected, words in ((3, ("replay", pages)), (0, imported)):
        code, written = on_terminal(*words)
        assert expected == code, written
        shown = nothing_steers(written)
        assert "\\u001b]0;taken\\u0007.txt" in "".join(shown.split())
        assert not any(line.startswith("0 refused") for line in shown.splitlines())


def test_what_a_user_is_told_of_options_and_files_is_inert(tmp_path: Path) -> None:
    for words in (
        ("replay", tmp_path / f"{TITLE}x"),
        ("parse", tmp_path / f"{C1}x"),
        ("archive", "verify", tmp_path / f"{CLEAR}x"),
        ("archive", "status", "--archive", tmp_path / f"{CLEAR}x"),
        ("query", "--file", f"{CLEAR}x"),
        ("crawl", TITLE),
        (CLIPBOARD,),
        ("replay", f"--{TITLE}"),
    ):
        code, written = on_terminal(*words)
        assert code in {2, 3}, written
        assert nothing_steers(written)


def test_a_message_of_several_lines_looks_like_one_message(run: Run, tmp_path: Path) -> None:
    forged = tmp_path / "x\ncryptodrug: all is well"
    lines = run("replay", forged, code=3).stderr.decode().splitlines()
    assert lines[0].startswith("cryptodrug: ")
    assert not any(line.startswith("cryptodrug: all is well") for line in lines)


def test_the_bytes_of_a_page_are_not_sent_to_a_terminal() -> None:
    code, written = on_terminal("show", "00000000", "--body")
    assert 2 == code
    assert "> page.html" in nothing_steers(written)


def test_logs_warnings_and_tracebacks_are_inert() -> None:
    script = (
        "import logging, sys, threading, warnings\n"
        "from cryptodrug_scraper.cli.screen import inert_streams\n"
        "with inert_streams():\n"
        "    logging.warning('%s', sys.argv[1])\n"
        "    warnings.warn(sys.argv[1])\n"
        "    thread = threading.Thread(target=lambda: exec('raise RuntimeError(sys.argv[1])'))\n"
        "    thread.start(); thread.join()\n"
    )
    done = subprocess.run([sys.executable, "-c", script, ALL], capture_output=True, check=True, timeout=60)
    assert 3 <= nothing_steers(done.stderr).count("\\u001b]0;taken")


def test_a_bar_shows_counts_and_lines_beside_it_as_they_are(tmp_path: Path) -> None:
    script = tmp_path / "bar.py"
    script.write_text(
        "import sys\n"
        "from cryptodrug_scraper.cli.progress import progress\n"
        "from cryptodrug_scraper.cli.screen import inert_streams\n"
        "with inert_streams(), progress('[red]work', str) as show:\n"
        "    show(sys.argv[1] + '[bold]')\n"
        "    print(sys.argv[1])\n",
        encoding="utf-8",
    )
    _, written = on_terminal(ALL, program=[sys.executable, script])
    shown = nothing_steers(written)
    assert "[red]work" in shown
    assert 2 <= shown.count("taken")


def test_json_is_json_and_inert() -> None:
    assert STEERING.search(to_json({"title": ALL}).decode()) is None
    assert {"title": ALL} == json.loads(to_json({"title": ALL}))


def test_what_is_inert_stays_as_it_is() -> None:
    plain = "Größe 10 g – 5€ 中文 🏴\\u001b [bold]"
    assert plain == inert(plain)
    assert inert(ALL) == inert(inert(ALL))
    assert "\\udcff" == inert(os.fsdecode(b"\xff"))


def test_commands_print_through_the_screen_alone() -> None:
    for file in (*(ROOT / "cryptodrug_scraper" / "cli").glob("*.py"), *(ROOT / "simulator" / "commands").glob("*.py")):
        if file.name == "screen.py":
            continue
        names = {ast.unparse(call.func) for call in ast.walk(ast.parse(file.read_text())) if isinstance(call, ast.Call)}
        around = {"print", "click.echo", "click.secho", "Console", "sys.stdout.write", "sys.stderr.write"}
        assert not names & around, f"{file.name}: {names & around}"
