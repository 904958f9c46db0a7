"""The runner of fixtures, as a project of its own uses it: the command, and the plug-in of pytest."""

from __future__ import annotations

import getpass
import json
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cases.any_page import PROPERTIES
from tests.support.plugins import MARKET, PAGE, TEMPORARY_ROOT, distribution, run_with

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a market and one case of it."""
    (tmp_path / "kraampje.py").write_text(MARKET)
    distribution(tmp_path, "kraampje", kraampje="kraampje:MARKET")
    case = tmp_path / "fixtures" / "kraampje" / "listing" / "fiets"
    case.mkdir(parents=True)
    (case / "body.html").write_bytes(PAGE)
    (case / "meta.json").write_text('{"url": null, "captured_at": null, "note": "a bicycle"}')
    (case / "expected.json").write_text("{}")
    assert 0 == run_with([tmp_path], "fixture", "rerun", tmp_path / "fixtures").returncode
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_own.py").write_text("def test_own():\n    pass\n")
    settings = '[tool.pytest.ini_options]\ntestpaths = ["tests"]\ncryptodrug_cases = ["fixtures"]\n'
    (tmp_path / "pyproject.toml").write_text(settings)
    return tmp_path


def expect(project: Path, **changes: object) -> None:
    """Change what is expected of the case."""
    (file,) = project.rglob("expected.json")
    page = json.loads(file.read_text())
    page["records"][0].update({name: value for name, value in changes.items() if value is not None})
    for name, value in changes.items():
        if value is None:
            del page["records"][0][name]
    file.write_text(json.dumps(page))


def ran(project: Path, *words: str) -> str:
    return run_with([project], "-p", "no:randomly", "-q", "-rA", *words, module="pytest", cwd=project).stdout


def test_check_prints_a_line_for_each_field_that_differs(project: Path) -> None:
    assert 0 == run_with([project], "fixture", "check", project / "fixtures").returncode
    expect(project, title="een step", title_cut=True, vendor="jan")
    done = run_with([project], "fixture", "check", project / "fixtures")

    assert 7 == done.returncode
    lines = done.stdout.splitlines()
    assert 'kraampje/listing/fiets: listing.title: expected ["een step"], found ["Kraampje: een fiets"]' in lines
    assert 'kraampje/listing/fiets: listing.vendor: expected ["jan"], found nothing' in lines
    assert ["1 fixture, 4 fields differ"] == lines[4:]


def test_check_refuses_a_folder_without_fixtures(project: Path) -> None:
    done = run_with([project], "fixture", "check", project / "tests")
    assert 3 == done.returncode
    assert "there is no fixture below" in done.stderr


def test_check_tells_a_case_that_lies_in_the_wrong_folder(project: Path) -> None:
    (project / "fixtures" / "kraampje" / "listing").rename(project / "fixtures" / "kraampje" / "home")
    done = run_with([project], "fixture", "check", project / "fixtures")
    assert 7 == done.returncode
    assert "kraampje/home/fiets: it belongs in kraampje/listing" in done.stdout


def test_pytest_has_a_test_for_each_field_and_one_for_what_is_not_expected(project: Path) -> None:
    said = ran(project)
    assert "PASSED fixtures/kraampje/listing/fiets/expected.json::listing.title" in said
    assert "PASSED fixtures/kraampje/listing/fiets/expected.json::nothing more is read" in said
    for name in PROPERTIES:
        assert f"PASSED fixtures/kraampje/listing/fiets/expected.json::{name}" in said
    assert "PASSED tests/test_own.py::test_own" in said


@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({"title": "een step"}, {"listing.title"}),
        ({"vendor": "jan"}, {"listing", "listing.vendor"}),
        ({"title": None}, {"listing", "nothing more is read"}),
    ],
)
def test_pytest_names_the_fields_that_differ(project: Path, changes: dict[str, object], failing: set[str]) -> None:
    expect(project, **changes)
    said = ran(project)
    failed = [line for line in said.splitlines() if line.startswith("FAILED ")]
    assert failing == {line.partition("expected.json::")[2].partition(" - ")[0] for line in failed}


def test_pytest_names_a_case_that_is_not_whole(project: Path) -> None:
    (file,) = project.rglob("meta.json")
    file.unlink()
    said = ran(project)
    assert "ERROR fixtures/kraampje/listing/fiets/expected.json" in said


def test_a_project_that_does_not_ask_for_it_collects_no_case_and_imports_nothing(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    names = "lxml", "msgspec", "cryptodrug_scraper.page"
    look = f"import sys\ndef test_own():\n    assert not {set(names)} & set(sys.modules)\n"
    (project / "tests" / "test_own.py").write_text(look)
    said = ran(project)

    assert "1 passed" in said
    assert "expected.json" not in said


def test_a_run_of_pytest_closes_no_folder_in_which_others_have_servers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / f"pytest-of-{getpass.getuser()}"
    ours.mkdir()
    ours.chmod(0o711)
    monkeypatch.setenv(TEMPORARY_ROOT, str(tmp_path))
    own = tmp_path / "own"
    own.mkdir()
    (own / "test_own.py").write_text("def test_it(tmp_path):\n    assert tmp_path.exists()\n")

    assert "1 passed" in run_with([own], "-q", "-p", "no:randomly", module="pytest", cwd=own).stdout
    assert 0o711 == ours.stat().st_mode & 0o777
