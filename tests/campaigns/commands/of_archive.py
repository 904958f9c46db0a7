"""The commands that look after the archive."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.archive import Layout
from tests.campaigns.commands.looking import captures, files, printed
from tests.campaigns.commands.work import Work

if TYPE_CHECKING:
    from pathlib import Path

    from tests.campaigns.commands.case import Case

__all__ = ["OF_ARCHIVE", "copied_archive", "copied_warcs"]


def copied_archive(case: Case) -> None:
    """Give the case a copy of the archive, as its own."""
    shutil.copytree(case.stage.archive, case.home / "archive", ignore=shutil.ignore_patterns(".*lock"))


def copied_warcs(case: Case) -> None:
    """Give the case copies of the WARC files, as files that come from elsewhere."""
    (case.folder / "in").mkdir()
    for path in case.stage.warcs:
        shutil.copyfile(path, case.folder / "in" / path.name)


def given(case: Case) -> list[Path]:
    """These copies."""
    return sorted((case.folder / "in").iterdir())


def sealed(case: Case) -> list[Path]:
    """The WARC files of its own archive."""
    return Layout(case.home / "archive").sealed()


def _own(case: Case) -> dict[str, Any]:
    return captures(case.home / "archive")


def _without_indexes(case: Case) -> None:
    """An archive of which only the WARC files are left, one of them as a dead writer leaves it."""
    copied_archive(case)
    layout = Layout(case.home / "archive")
    shutil.rmtree(layout.indexes)
    layout.database.unlink()
    first = layout.sealed()[0]
    first.rename(first.with_name(f"{first.name}.open"))


def _indexed(case: Case) -> dict[str, Any]:
    layout = Layout(case.home / "archive")
    return _own(case) | {"indexes": files(layout.indexes)}


def _export(case: Case) -> list[str]:
    return ["archive", "export", "--identified", "--wacz", str(case.out / "pages.wacz")]


def _exported_again(case: Case) -> list[list[str]]:
    """It never writes over a file: one that was made without damaged records is taken away first."""
    (case.out / "pages.wacz").unlink(missing_ok=True)
    return [_export(case)]


OF_ARCHIVE = (
    Work(
        "archive import (folder)",
        lambda case: ["archive", "import", str(case.stage.pages)],
        _own,
        writes=True,
    ),
    Work(
        "archive import (WARC)",
        lambda case: ["archive", "import", str(case.folder / "in")],
        _own,
        prepare=copied_warcs,
        reads=given,
        writes=True,
    ),
    Work(
        "archive verify",
        lambda _: ["archive", "verify", "--json"],
        printed,
        prepare=copied_archive,
        reads=sealed,
    ),
    Work(
        "archive export",
        _export,
        lambda case: files(case.out),
        prepare=copied_archive,
        reads=sealed,
        writes=True,
        again=_exported_again,
    ),
    Work(
        "archive index",
        lambda _: ["archive", "index"],
        _indexed,
        prepare=_without_indexes,
        reads=sealed,
        writes=True,
        replaces=lambda case: Layout(case.home / "archive").indexes,
    ),
    Work("archive status", lambda _: ["archive", "status", "--json"], printed, prepare=copied_archive),
    Work(
        "archive diff",
        lambda _: ["archive", "diff", "previous", "latest", "--json"],
        printed,
        template=lambda stage: stage.twice,
    ),
)
