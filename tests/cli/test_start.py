from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SLOW = {"alembic", "altair", "cdxj_indexer", "polars", "scipy", "scrapy", "statsmodels", "surt", "warcio"}


@pytest.mark.parametrize(
    ("module", "needed"),
    [
        ("cryptodrug_scraper.cli", set()),
        ("cryptodrug_scraper.store.database", set()),
        ("cryptodrug_scraper.archive", set()),
        ("cryptodrug_scraper.replay.run", set()),
        ("cryptodrug_scraper.crawl.run", {"scrapy"}),
    ],
)
@pytest.mark.slow
def test_what_takes_long_to_load_is_loaded_by_those_who_need_it(module: str, needed: set[str]) -> None:
    program = f"import json, sys, {module}; print(json.dumps(list(sys.modules)))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=True).stdout)
    assert needed == SLOW & set(loaded)


def test_a_module_whose_compiled_form_is_cut_short_is_no_interruption(tmp_path: Path) -> None:
    """As a full disk or ``ulimit -f`` leaves it, after which no command would start."""
    command = [sys.executable, "-m", "cryptodrug_scraper", "session", "--help"]
    own = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(command, env=own, capture_output=True, check=True)
    (compiled,) = tmp_path.rglob("cli/session.*.pyc")
    os.truncate(compiled, compiled.stat().st_size // 2)

    done = subprocess.run(command, env=own, capture_output=True, check=False, text=True)

    assert 1 == done.returncode
    assert "a module that Python compiled is cut short" in done.stderr
    assert "-name '*.pyc' -delete" in done.stderr
    assert "interrupted" not in done.stderr
