"""A wrong option is refused before anything begins: no database starts, no Tor, and no folder is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cli import main
from cryptodrug_scraper.home import HOME_VARIABLE
from tests.support.private_tor import unpublished_onion

if TYPE_CHECKING:
    from pathlib import Path

MIRROR = f"http://{unpublished_onion()}"
WRONG_SUM = f"http://{'a' * 56}.onion"
VERSION_2 = "http://abcdefghij234567.onion"
REPLICA = "http://127.0.0.1:9"
PAGE = "page.html"
NUMBERS = ("nan", "inf", "-inf", "-1", "x", "")
CRAWL = ("crawl", "dream", "--replica", REPLICA)
SERVE = ("simulate", "serve", "dream")
SIMULATED = ("simulate", "archive", "dream", "--archive", "made")

WRONG: list[tuple[str, tuple[str, ...]]] = [
    *(("--rate", (*CRAWL, "--rate", value)) for value in (*NUMBERS, "0", "40.1")),
    *(("--at-once", (*CRAWL, "--at-once", value)) for value in (*NUMBERS, "0", "9", "1.5")),
    *(("--session-wait", (*CRAWL, "--session-wait", value)) for value in NUMBERS),
    *((option, (*CRAWL, option, value)) for option in ("--budget", "--cadence", "--rare-age") for value in ("0", "x")),
    *(
        ("--mirror", ("crawl", "dream", "--mirror", value))
        for value in (
            *("", "x", WRONG_SUM, VERSION_2, f"{MIRROR}/path", f"{MIRROR}?query", f"{MIRROR}#part", f"{MIRROR}:abc"),
            *(f"{MIRROR}:0", f"{MIRROR}:70000", MIRROR.replace("//", "//name:word@"), MIRROR.removeprefix("http://")),
            *("http://market.invalid", "http://127.0.0.1", MIRROR.replace("http", "ftp"), f"{MIRROR}\n", f" {MIRROR}"),
        )
    ),
    ("--mirror", ("session", "put", "dream", "--mirror", VERSION_2, "--file", PAGE)),
    ("--mirror", ("session", "forget", "dream", "--mirror", "http://127.0.0.1:8080")),
    ("--mirror", (*CRAWL, "--mirror", MIRROR)),
    *(
        ("--replica", ("crawl", "dream", "--replica", value))
        for value in (
            "",
            "http://localhost:8080",
            "http://192.0.2.1",
            MIRROR,
            f"{REPLICA}/path",
            "http://127.0.0.1:abc",
        )
    ),
    *(
        ("--socks", ("crawl", "dream", "--mirror", MIRROR, "--socks", value))
        for value in (
            "",
            "9050",
            "localhost:9050",
            "tor.invalid:9050",
            "192.0.2.1:9050",
            "127.0.0.1:x",
            "127.0.0.1:0",
        )
    ),
    ("--hook", (*CRAWL, "--hook", "no-such-program-anywhere")),
    *(
        ("--set", (*CRAWL, "--set", value))
        for value in ("x", "=1", "ROBOTSTXT_OBEY=1", "NO_SETTING=1", "DOWNLOAD_TIMEOUT=nan", "DOWNLOAD_TIMEOUT=x")
    ),
    *(("CRAWL_POLL", (*CRAWL, "--set", f"CRAWL_POLL={value}")) for value in ("nan", "0", "x")),
    ("CRAWL_ATTEMPTS", (*CRAWL, "--set", "CRAWL_ATTEMPTS=0")),
    ("CRAWL_RETRY_WAIT", (*CRAWL, "--set", "CRAWL_RETRY_WAIT=-1")),
    ("--resume", (*CRAWL, "--resume")),
    ("--scope", (*CRAWL, "--scope", "everything")),
    ("--archive", (*CRAWL, "--archive", PAGE)),
    ("no mirror", ("crawl", "dream")),
    ("'--market'", ("replay", PAGE, "--market", "no-market")),
    *(("--workers", ("replay", PAGE, "--workers", value)) for value in ("0", "-1", "65", "x", "1.5", "")),
    *(("--from", ("replay", PAGE, "--from", value)) for value in ("", "x", "2018-02-30", "2018-13-01", "10000-01-01")),
    *(
        ("--until", (*words, "--from", "2018-11-18", "--until", "2018-11-17"))
        for words in (("replay", PAGE), ("archive", "export", "--wacz", "x.wacz", "--identified"), SIMULATED)
    ),
    *(
        ("--dask", (*words, "--dask", value))
        for words in (("replay", PAGE), ("derive",), ("archive", "import", PAGE), ("archive", "verify"))
        for value in ("", "x", "tcp://127.0.0.1", "tcp://10.0.0.1:8786")
    ),
    *(
        ("--workers", (*words, "--dask", "tcp://127.0.0.1:8786", "--workers", "2"))
        for words in (("replay", PAGE), ("derive",))
    ),
    *(("FILES", ("archive", "verify", value)) for value in ("", "http://archive.example/crawl.warc.gz")),
    ("PATHS", ("archive", "import", "http://archive.example/crawl")),
    ("--archive", ("archive", "verify", "--archive", "http://archive.example/crawl")),
    *(("PATHS", ("replay", value)) for value in ("", "http://archive.example/crawl", "s3://key:secret@bucket/crawl")),
    ("PATHS", ("archive", "import", "")),
    ("--archive", ("archive", "import", PAGE, "--archive", "")),
    ("--archive", ("archive", "status", "--archive", PAGE)),
    ("--wacz", ("archive", "export", "--wacz", "", "--identified")),
    ("--identified", ("archive", "export", "--wacz", "x.wacz")),
    ("--examples", ("archive", "diff", "a", "b", "--examples", "-1")),
    ("--archive", ("archive", "verify", PAGE, "--archive", ".")),
    ("--captured-at", ("parse", PAGE, "--captured-at", "yesterday")),
    ("--captured-at", ("fixture", "draft", PAGE, "name", "--captured-at", "2018-02-30")),
    ("NAME", ("fixture", "draft", PAGE, "../../name")),
    ("--format", ("query", "SELECT 1", "--format", "xml")),
    ("--file", ("query", "--file", "no-file")),
    ("--file", ("query", "SELECT 1", "--file", PAGE)),
    ("--for-spreadsheet", ("query", "SELECT 1", "--json", "--for-spreadsheet")),
    ("--crawl", ("db", "remove", "--crawl", "x", "--yes")),
    ("--capture", ("db", "remove", "--yes")),
    ("--archive", ("show", "00000000", "--body", "--archive", "no-folder")),
    ("--socks-port", ("tor", "start", "--socks-port", "0")),
    ("--program", ("tor", "start", "--program", "no-program")),
    ("--program", ("tor", "start", "--program", PAGE)),
    *(
        ("--attach", ("tor", command, "--attach", value))
        for command in ("start", "status", "new-identity")
        for value in ("", "tor.invalid:9051", "127.0.0.1:abc", "127.0.0.1:0", "70000")
    ),
    *(("--seconds", ("tor", "probe", MIRROR, "--seconds", value)) for value in (*NUMBERS, "0")),
    ("--market", ("tor", "probe")),
    ("--fixtures", ("market", "check", "dream", "--fixtures", "no-folder")),
    ("--from", ("market", "new", "fresh", "--from", "no-page")),
    *(
        (option, (*SERVE, option, value))
        for option in ("--speed", "--delay", "--session-seconds", "--size")
        for value in NUMBERS
    ),
    *(("--fault", (*SERVE, "--fault", "reset", value)) for value in (*NUMBERS, "1.1")),
    *(("--at", (*SERVE, "--at", value)) for value in ("", "x", "2018-02-30")),
    *(("--port", (*SERVE, "--port", value)) for value in ("-1", "70000", "x")),
    ("cannot be served on 192.0.2.1", (*SERVE, "--host", "192.0.2.1")),
    *((option, (*SIMULATED, option, value)) for option in ("--hours", "--coverage", "--size") for value in NUMBERS),
]


def refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """What the command says that it cannot do."""
    monkeypatch.setattr("sys.argv", ["cryptodrug", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert 2 == ended.value.code, said
    return said


@pytest.fixture(autouse=True)
def _nothing_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    (tmp_path / PAGE).write_text("<!DOCTYPE html><title>x</title>")


@pytest.mark.parametrize(("named", "words"), WRONG, ids=[" ".join(words) or "-" for _, words in WRONG])
def test_a_wrong_option_is_refused_by_name_and_nothing_begins(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    named: str,
    words: tuple[str, ...],
    tmp_path: Path,
) -> None:
    assert named in refused(capsys, monkeypatch, *words)
    assert [PAGE] == [path.name for path in tmp_path.iterdir()]


ENTRY = '[[entry]]\nname = "weekly"\nmarket = "dream"\ncron = "0 4 * * 1"\n'


@pytest.mark.parametrize(
    ("named", "text"),
    [
        *(("requests a second", f"{ENTRY}rate = {value}") for value in ("0", "-1.0", "nan", "inf", "41")),
        *(("requests at once", f"{ENTRY}at_once = {value}") for value in ("0", "9")),
        *(("grace_hours", f"grace_hours = {value}\n{ENTRY}") for value in ("-1", "nan", "inf", "'6'", "true")),
        ("budget", f"{ENTRY}budget = 0"),
        ("reversed", f"{ENTRY}first_on = 2019-02-01\nlast_on = 2019-01-01"),
        ("--rate", f'arguments = ["--rate", "0"]\n{ENTRY}'),
        ("--socks", f'arguments = ["--socks", "tor.invalid:9050"]\n{ENTRY}'),
        ("--no-such", f'arguments = ["--no-such"]\n{ENTRY}'),
        ("arguments", f'arguments = ["--help"]\n{ENTRY}'),
    ],
)
@pytest.mark.parametrize("command", [("check",), ("run", "--file"), ("status", "--file")], ids=lambda words: words[0])
def test_a_schedule_with_a_wrong_value_is_refused(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: tuple[str, ...],
    named: str,
    text: str,
) -> None:
    file = tmp_path / "schedule.toml"
    file.write_text(text)
    assert named in refused(capsys, monkeypatch, "schedule", *command, str(file))
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        *(
            ("CRYPTODRUG_DATABASE_URL", value, ("db", "status"))
            for value in ("x", "mysql://h/d", "postgresql://h:abc/d")
        ),
        ("CRYPTODRUG_HOME", PAGE, ("db", "status")),
        ("CRYPTODRUG_HOME", f"{PAGE}/below", ("replay", PAGE)),
        ("CRYPTODRUG_HOME", "~no-such-user/x", ("db", "status")),
        ("CRYPTODRUG_HOME", PAGE, ("tor", "start")),
        ("CRYPTODRUG_ARCHIVE", PAGE, ("archive", "import", PAGE)),
        ("CRYPTODRUG_ARCHIVE", "~no-such-user/x", ("archive", "status")),
        ("CRYPTODRUG_ARCHIVE", PAGE, CRAWL),
        ("CRYPTODRUG_TOR_NETWORK", "no-file", ("tor", "start")),
        ("CRYPTODRUG_TOR_NETWORK", "no-file", ("crawl", "dream", "--mirror", MIRROR)),
    ],
)
def test_a_wrong_variable_is_refused_by_name_and_nothing_begins(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    value: str,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setenv(name, value)
    assert name in refused(capsys, monkeypatch, *words)
    assert [PAGE] == [path.name for path in tmp_path.iterdir()]
