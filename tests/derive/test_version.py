"""The version of the measures is another where anything is that decides what is derived, and the same otherwise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cryptodrug_scraper
from cryptodrug_scraper.derive import sources, version
from cryptodrug_scraper.store.definitions import definition_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(cryptodrug_scraper.__file__).parent
DECIDES = (
    "derive/market.py",
    "derive/trade.py",
    "derive/plan.py",
    "derive/observed.py",
    "derive/statements/listings.sql",
    "derive/statements/events.sql",
    "derive/statements/inputs.sql",
    "measures/verdicts.py",
    "reason.py",
    "study/compute.py",
    "study/measures.toml",
    "study/neighbours.toml",
    "study/studies/cryptodrug.toml",
    "study/statements/share_above.sql",
    "words/en/reasons.toml",
    "words/wording.py",
    "measures/sales/turnover.py",
    "measures/estimators/intervals.py",
    "store/research/counted_reading.sql",
    "store/research/country_part.sql",
    "store/research/cluster_share.sql",
    "store/research/t_quantile.sql",
)
DECIDES_NOTHING = (
    "derive/__init__.py",
    "measures/money/__init__.py",
    "derive/lacking.py",
    "derive/outdated.py",
    "derive/simulated.py",
    "derive/parameters.toml",
    "derive/statements/left_out.sql",
    "derive/statements/times.sql",
    "derive/times.py",
    "derive/statements/unvalued.sql",
    "derive/version.py",
    "measures/looks/drift.py",
    "measures/estimators/concentration.py",
    "store/research/country_share.sql",
    "store/research/capture_quality.sql",
    "store/research/review_page.sql",
    "store/research/in_window.sql",
    "store/statements/contents.sql",
    "report/questions/shares.py",
    "words/en/text.toml",
    "words/fr/reasons.toml",
)


def made() -> str:
    """The version, of the files as they are now."""
    definition_files.cache_clear()
    return version.measures_version.__wrapped__()


@pytest.fixture(autouse=True)
def definitions_as_they_are() -> Iterator[None]:
    """No definition that a test edits is kept for another one."""
    yield
    definition_files.cache_clear()


@pytest.fixture(scope="module")
def before() -> str:
    return made()


def edit(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    """Let a file of the package have one more line at its end, as far as anybody reads it."""
    edited, real = ROOT / file, Path.read_bytes
    assert edited.is_file()
    line = b"\n-- edited\n" if file.endswith(".sql") else b"\n# edited\n"
    monkeypatch.setattr(Path, "read_bytes", lambda path: real(path) + (line if path == edited else b""))


@pytest.mark.parametrize("file", DECIDES)
def test_an_edit_of_a_file_that_decides_changes_it(monkeypatch: pytest.MonkeyPatch, before: str, file: str) -> None:
    assert before == made()

    edit(monkeypatch, file)

    assert before != made()


@pytest.mark.parametrize("file", DECIDES_NOTHING)
def test_an_edit_of_any_other_leaves_it_as_it_is(monkeypatch: pytest.MonkeyPatch, before: str, file: str) -> None:
    edit(monkeypatch, file)

    assert before == made()


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("version", lambda real: lambda library: f"{real(library)}.1"),
        ("deciding_files", lambda real: lambda: dict(list(real().items())[1:])),
        ("deciding_files", lambda real: lambda: {f"{name} moved": body for name, body in real().items()}),
    ],
    ids=["a library", "a file less", "other names"],
)
def test_it_is_another_where_libraries_are_and_where_files_are_gone_or_moved(
    monkeypatch: pytest.MonkeyPatch, before: str, name: str, changed: Callable[..., object]
) -> None:
    monkeypatch.setattr(version, name, changed(getattr(version, name)))
    assert before != made()


@pytest.mark.slow
def test_modules_that_decide_are_those_that_the_making_of_a_derivation_imports_and_that_have_code() -> None:
    code = "import sys, cryptodrug_scraper.study.run; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    names = ("adjudication", "decisions", "derive", "measures", "reason", "study", "words")
    rooms = tuple(f"cryptodrug_scraper.{room}" for room in names)
    naming = {"cryptodrug_scraper.derive.version", "cryptodrug_scraper.derive.sources"}
    expected = {name for name in loaded if name.startswith(rooms)} - naming

    found = {name.removeprefix("cryptodrug_scraper")[1:] for name in sources.deciding_files() if name.endswith(".py")}

    files = {ROOT.joinpath(*name.split(".")[1:]) for name in expected}
    modules = {path.with_suffix(".py") for path in files if not path.is_dir()}
    assert modules == {ROOT / name for name in found}


def test_a_module_that_is_imported_for_the_checking_of_types_alone_decides_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = Path.read_bytes
    market = ROOT / "derive" / "market.py"

    def deciding(imports: str) -> bool:
        said = imports.encode() + real(market)
        monkeypatch.setattr(Path, "read_bytes", lambda path: said if path == market else real(path))
        return "cryptodrug_scraper.derive/outdated.py" in sources.deciding_files()

    assert not deciding("")
    assert not deciding("if TYPE_CHECKING:\n    from cryptodrug_scraper.derive.outdated import outdated_parts\n")
    assert not deciding('"""from cryptodrug_scraper.derive.outdated import outdated_parts"""\n')
    assert deciding("from cryptodrug_scraper.derive.outdated import outdated_parts\n")
    assert deciding("from cryptodrug_scraper.derive import outdated\n")
    assert deciding("def later():\n    import cryptodrug_scraper.derive.outdated\n")
