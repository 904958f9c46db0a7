from __future__ import annotations

import json
import subprocess
import sys

import pytest

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
def test_what_takes_long_to_load_is_loaded_by_those_who_need_it(module: str, needed: set[str]) -> None:
    program = f"import json, sys, {module}; print(json.dumps(list(sys.modules)))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=True).stdout)
    assert needed == SLOW & set(loaded)
