"""
A process that derives what a database holds, within bounds, and tells what that took.

    python tests/campaigns/growing/measured.py MEBIBYTES SECONDS
"""

from __future__ import annotations

import json
import resource
import sys
import time

from sqlalchemy import text

from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.run import derive
from cryptodrug_scraper.store.database import open_database

__all__: list[str] = []

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


def _main() -> None:
    mebibytes, seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_DATA, (mebibytes << 20, mebibytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    began = time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open_database() as database:
        derivation = derive(database, read_parameters())
        told = {
            "seconds": round(time.process_time() - began, 2),
            "mebibytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024,
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
                rows = connection.execute(text(f"SELECT count(*) FROM research.{view}")).scalar_one()
                asked[view] = (rows, round(time.monotonic() - start, 2))
    told["asked"] = asked
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    _main()
