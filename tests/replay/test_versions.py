from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.versions import choose_versions

VERSIONS: dict[str | None, list[str]] = {
    None: ["1.0+none.c"],
    "dream": ["1.0+dream.ab", "1.0+dream.ac", "1.1+dream.ad"],
    "empire": ["1.0+empire.aa", "1.1+empire.ff"],
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("latest", {None: "1.0+none.c", "dream": "1.1+dream.ad", "empire": "1.1+empire.ff"}),
        ("previous", {"dream": "1.0+dream.ac", "empire": "1.0+empire.aa"}),
        ("1.1", {"dream": "1.1+dream.ad", "empire": "1.1+empire.ff"}),
        ("dream.ab", {"dream": "1.0+dream.ab"}),
        ("1.0+dream.ac", {"dream": "1.0+dream.ac"}),
        ("empire.f", {"empire": "1.1+empire.ff"}),
    ],
)
def test_a_name_means_at_most_one_version_of_each_market(name: str, expected: dict[str | None, str]) -> None:
    assert expected == choose_versions(VERSIONS, name)


@pytest.mark.parametrize(
    ("name", "said"), [("1.0", "means 2"), ("dream", "means 3"), ("2.0", "there are: 1.0+dream.ab"), ("", "no page")]
)
def test_a_name_of_none_or_several_versions_is_refused(name: str, said: str) -> None:
    with pytest.raises(StoreError, match=said.replace("+", r"\+")):
        choose_versions(VERSIONS, name)


def test_where_all_was_read_once_nothing_is_previous() -> None:
    with pytest.raises(StoreError, match="--reparse"):
        choose_versions({"dream": ["1.0"]}, "previous")


ROOT = Path(__file__).parents[2]
EDITING = r"""
import json, sys
from pathlib import Path
from cryptodrug_scraper.replay.version import parser_version
import cryptodrug_scraper

assert Path(cryptodrug_scraper.__file__).parent.parent == Path.cwd()

def versions():
    parser_version.cache_clear()
    return {name: parser_version(name) for name in ("dream", "empire", None)}

before, changed = versions(), {}
for edit in sys.argv[1:]:
    file, _, change = edit.partition(" ")
    old, _, new = change.partition(" -> ")
    text = Path(file).read_bytes()
    edited = text.replace(old.encode(), new.encode()) if old else text + b"\n# more\n"
    assert edited != text, edit
    Path(file).write_bytes(edited)
    after = versions()
    changed[edit] = sorted(name or "none" for name in before if after[name] != before[name])
    Path(file).write_bytes(text)
print(json.dumps(changed))
"""
ALL = ["dream", "empire", "none"]
CHANGED_BY = {
    "cryptodrug_scraper/bounded.py": ALL,
    "cryptodrug_scraper/page/parse.py": ALL,
    "cryptodrug_scraper/page/places/places.toml": ALL,
    "cryptodrug_scraper/store/rows/site.py": ALL,
    'cryptodrug_scraper/page/listing.py Column("view_count") -> Column("watcher_count")': ALL,
    "cryptodrug_scraper/page/listing.py views: Annotated[Shown[int] -> views: Annotated[Shown[str]": ALL,
    "cryptodrug_scraper/page/listing.py Running count of views. -> How often it was looked at (so far).": [],
    'cryptodrug_scraper/page/listing.py Personal.NO, unit="views" -> Personal.WORDS, unit="looks"': [],
    "cryptodrug_scraper/page/listing.py null=_NO_ORIGIN -> null=None": [],
    "parsers/dream/reviews.py": ["dream", "none"],
    "parsers/empire/badges.py": ["empire", "none"],
    "parsers/wallstreet/times.py": ["none"],
    "cryptodrug_scraper/errors.py": [],
    "cryptodrug_scraper/capture.py": [],
    "cryptodrug_scraper/urls.py": [],
    "cryptodrug_scraper/store/loading/load.py": [],
    "cryptodrug_scraper/store/models/listing.py": [],
    "cryptodrug_scraper/importers/folder.py": [],
    "spiders/dream.py": [],
    "simulator/site.py": [],
}


def test_an_edit_changes_the_version_of_those_parsers_whose_readings_it_can_change(tmp_path: Path) -> None:
    for package in ("cryptodrug_scraper", "parsers", "spiders", "simulator"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-c", EDITING, *CHANGED_BY]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)

    assert 0 == done.returncode, done.stderr.decode()
    assert CHANGED_BY == json.loads(done.stdout)


@pytest.mark.parametrize("library", ["babel", "cssselect", "lxml", "pycountry", "pysequoia"])
def test_another_release_of_a_library_that_decides_readings_gives_another_version(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = metadata.version
    parser_version.cache_clear()
    before = parser_version("dream")
    monkeypatch.setattr(
        "cryptodrug_scraper.replay.version.version", lambda name: "0.0.1" if name == library else installed(name)
    )
    parser_version.cache_clear()
    try:
        assert before != parser_version("dream")
    finally:
        parser_version.cache_clear()
