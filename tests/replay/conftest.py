"""A second version of the parsers: a copy of their package with more code in it, in a process that starts beside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.command import run_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.store.database import Database

    Replay = Callable[..., dict[str, Any]]

ROOT = Path(__file__).parent.parent.parent
PAGES = ROOT / "fixtures" / "pages"


@pytest.fixture
def replay_with(tmp_path: Path) -> Replay:
    """Replay with parsers to which code is added, in a process of its own; gives the summary."""

    def run(code: dict[str, str], *arguments: str | Path, workers: int = 1) -> dict[str, Any]:
        folder = tmp_path / f"parsers-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(
            ROOT / "parsers", folder / "parsers"
        )  # with what Python keeps, which fits as times are kept too
        for market, more in code.items():
            with (folder / "parsers" / market / "__init__.py").open("a", encoding="utf-8") as file:
                file.write(more)
        done = run_command("replay", *arguments, "--workers", str(workers), "--json", folder=folder)
        summary: dict[str, Any] = json.loads(done.stdout)
        return summary

    return run


@pytest.fixture
def rows(database: Database) -> Callable[[str], list[tuple[Any, ...]]]:
    """What a query gives, as plain tuples."""
    from sqlalchemy import text

    def run(sql: str) -> list[tuple[Any, ...]]:
        with database.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    return run
