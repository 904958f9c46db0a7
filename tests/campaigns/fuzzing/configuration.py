"""
Target ``configuration``: files that a user or a market's author writes.

The first byte chooses: the schedule, the mirrors, a session's cookies, a market's categories or calendar.
"""

from __future__ import annotations

import importlib
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from cryptodrug_scraper.crawl.mirrors import Mirrors, read_mirrors, short_name
from cryptodrug_scraper.crawl.sessions import read_cookies
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.calendar import CALENDAR_FILE, read_calendar
from cryptodrug_scraper.page.taxonomy import Taxonomy
from cryptodrug_scraper.schedule.file import read_schedule
from cryptodrug_scraper.schedule.plan import Event, Plan
from tests.campaigns.fuzzing.scratch_folder import empty_folder
from tests.campaigns.fuzzing.target import Target
from tests.campaigns.mutating.seeds import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["CONFIGURATION"]

_PACKAGE = "fuzzed_market"
_TAXONOMY = "taxonomy.csv"


def _schedule(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    for entry in read_schedule(file).entries:
        plan = Plan(entry, [Event("dream", "closure_announced", date(2019, 3, 26), date(2019, 3, 26))])
        due = plan.next_due(datetime(2019, 1, 1, tzinfo=UTC))
        plan.cadence(datetime(2019, 4, 1, tzinfo=UTC))
        if due is not None:
            entry.label_of(due)


def _mirrors(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    bases = read_mirrors(file, "dream")
    if bases and Mirrors(bases).host:
        for base in bases:
            short_name(base)


def _cookies(_file: Path, data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    read_cookies(text).after(text.splitlines()).header()


def _taxonomy(file: Path, data: bytes) -> None:
    _in_package(file, _TAXONOMY, data)
    taxonomy = Taxonomy.from_csv(_PACKAGE, _TAXONOMY)
    for row in taxonomy.rows:
        taxonomy.drug_class(row.category_id, row.path)
        taxonomy.drug_class(None, row.path[1:])


def _calendar(file: Path, data: bytes) -> None:
    _in_package(file, CALENDAR_FILE, data)
    read_calendar(_PACKAGE)


def _in_package(file: Path, name: str, data: bytes) -> None:
    """Have a file in a package that can be imported."""
    package = file.parent / _PACKAGE
    package.mkdir()
    (package / "__init__.py").touch()
    (package / name).write_bytes(data)
    if str(file.parent) not in sys.path:
        sys.path.insert(0, str(file.parent))
        importlib.invalidate_caches()


_KINDS = (_schedule, _mirrors, _cookies, _taxonomy, _calendar)


def _run(data: bytes) -> None:
    file = empty_folder("configuration") / "file"
    try:
        _KINDS[data[0] % len(_KINDS) if data else 0](file, data[1:])
    except ConfigurationError:
        return  # as documented


def _seeds(_corpus: Path | None) -> Iterator[bytes]:
    market = ROOT / "parsers" / "empire"
    for number, examples in enumerate(
        (
            [_SCHEDULE],
            [b'dream = ["http://x.invalid", "http://y.invalid:80/"]\n'],
            [b"a=b; c=d\n", b"Cookie: a=b\n", b"#HttpOnly_x.invalid\tFALSE\t/\tFALSE\t0\ta\tb\n"],
            [(market / _TAXONOMY).read_bytes()[:3000]],
            [(market / CALENDAR_FILE).read_bytes()],
        )
    ):
        for example in examples:
            yield bytes([number]) + example


_SCHEDULE = b"""grace_hours = 6
arguments = ["--socks", "127.0.0.1:9050"]

[[entry]]
name = "dream-index"
market = "dream"
cron = "0 4 * * 1"
scope = "index"
first_on = 2019-01-01
last_on = 2019-04-30
budget = 8640
rate = 0.5
at_once = 2
revisit = true
label = "{entry} {due:%Y-%m-%d} {market} {scope}"
after = { event = "closure_announced", market = "dream", days = 28, cron = "*/30 4-6,8 1 jan sun" }
"""

CONFIGURATION = Target("configuration", _run, _seeds, longest=4096)
