"""
A process that derives what a database holds, within bounds, and tells what that took.

    python tests/campaigns/growing/measured.py MEBIBYTES SECONDS
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.study.run import derive

__all__ = ["looked_at"]

_VIEWS = text("SELECT viewname FROM pg_views WHERE schemaname = 'research' ORDER BY viewname")
_FUNCTIONS = (
    "listings_on('2019-02-15')",
    "vendors_on('2019-02-15')",
    "listings_as_of('2019-02-15')",
    "vendors_as_of('2019-02-15')",
    "listings_between('2019-02-01', '2019-03-01')",
    "vendors_between('2019-02-01', '2019-03-01')",
    "destination('BE', '2019-02-15')",
    "country_share('BE', 'D2', 'A1', '2019-01-01', '2019-06-30')",
    "country_reach('BE', 'D2', '2019-01-01', '2019-06-30')",
    "country_goods('BE', 'D2', 'A1', '2019-01-01', '2019-06-30')",
    "attributed_sale('BE', 'D2', 'A3', '2019-01-01', '2019-06-30')",
    "multi_origin('BE', '2019-01-01', '2019-06-30')",
)
_EXPLAIN = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) SELECT FROM research."


def looked_at(plan: dict[str, Any]) -> float:
    """
    How many rows the server looked at: of all steps, those that they gave, and those that they read for nothing.

    Args:
        plan: what EXPLAIN (ANALYZE, FORMAT JSON) tells of a query.
    """
    seen = sum(value for name, value in plan.items() if name == "Actual Rows" or name.startswith("Rows Removed by"))
    return float(plan["Actual Loops"] * seen) + sum(map(looked_at, plan.get("Plans", ())))


def _peak() -> int:
    """The most memory that the process had, in KiB; `resource.getrusage` tells its parent's where that had more."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1])


def _main() -> None:
    mebibytes, seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_DATA, (mebibytes << 20, mebibytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    began = time.process_time()
    before = _peak()
    with open_database() as database:
        derivation = derive(database, read_parameters())
        told = {
            "seconds": round(time.process_time() - began, 2),
            "mebibytes": (_peak() - before) // 1024,
            "rows": {
                f"{part}: {table}": rows
                for part, made in derivation.made.items()
                for table, rows in made.items()
                if table != "region_country"
            },
        }
        asked = {}
        with database.engine.connect() as connection:
            connection.execute(text(f"SET statement_timeout TO '{seconds}s'"))
            for view in (*connection.execute(_VIEWS).scalars().all(), *_FUNCTIONS):
                start = time.monotonic()
                ((told_of,),) = connection.execute(text(_EXPLAIN + view)).all()
                plan = told_of[0]["Plan"]
                asked[view] = (round(plan["Actual Rows"]), round(time.monotonic() - start, 2), round(looked_at(plan)))
    told["asked"] = asked
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    _main()
