from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.schedule import file as module
from cryptodrug_scraper.schedule.file import read_schedule

if TYPE_CHECKING:
    from tests.schedule.conftest import MakeSchedule

PLAIN = 'name = "one"\nmarket = "dream"\ncron = "0 4 * * 1"'


def test_an_entry_has_what_the_file_says(make_schedule: MakeSchedule) -> None:
    schedule = make_schedule(
        PLAIN + '\nscope = "index"\nfirst_on = 2018-11-01\nlast_on = 2019-04-30\nbudget = 8640\nrate = 1\nat_once = 2\n'
        'label = "{market}/{scope}/{due:%Y%m%d}"\n'
        'after = [{ event = "closed", cron = "0 4 * * *" }, { event = "seized", cron = "0 5 * * *", days = 7 }]',
        'name = "two"\nmarket = "empire"\ncron = "0 5 * * 1"\nafter = { event = "closed", cron = "0 4 * * *" }',
        head='grace_hours = 1.5\narguments = ["--socks", "127.0.0.1:9050"]',
    )

    one, two = schedule.entries
    assert (timedelta(hours=1.5), ("--socks", "127.0.0.1:9050")) == (schedule.grace, schedule.arguments)
    assert (date(2018, 11, 1), date(2019, 4, 30), "index", 8640, 1.0, 2) == (
        *(one.first_on, one.last_on, one.scope, one.budget, one.rate, one.at_once),
    )
    assert [("closed", 28), ("seized", 7)] == [(after.event, after.days) for after in one.cadences]
    assert ["closed"] == [after.event for after in two.cadences]
    assert one.label_of(datetime(2019, 4, 1, tzinfo=UTC)) == "dream/index/20190401"
    assert ["dream", "empire"] == schedule.market_names


def test_most_may_be_left_out(make_schedule: MakeSchedule) -> None:
    (entry,) = make_schedule(PLAIN, head="").entries

    assert ("all", None, None, ()) == (entry.scope, entry.first_on, entry.budget, entry.cadences)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("crom = 1", "unknown key 'crom'"),
        ('scope = "everything"', "'everything' is no scope: choose one of index, listings"),
        ("first_on = 2019-02-01\nlast_on = 2019-01-31", "the window is reversed"),
        ('first_on = "soon"', r"\(in first_on\)"),
        ("budget = 0", "a budget of 0 requests"),
        ("rate = 1000", "1000 requests a second: choose more than 0 and at most"),
        ("at_once = 99", "99 requests at once: choose 1 to"),
        ('label = "{weather}"', "label '{weather}' cannot be filled in"),
        ('label = "{due"', "label '{due' cannot be filled in"),
        ('after = { event = "closed" }', r"the key 'cron' is missing \(in after\)"),
        ('after = { event = "closed", cron = "0 4 * * *", days = 0 }', "0 days after an event"),
        ('after = { event = "closed", cron = "0 4 * * *", market = "silk" }', "'silk' is no market: choose one of"),
        ('after = { event = "closed", cron = "0 4 * *" }', "'0 4 \\* \\*' has 4 fields"),
        ('after = { event = "closed", cron = "0 4 * * *", dyas = 3 }', "unknown key 'dyas'"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_entry_and_the_reason(
    make_schedule: MakeSchedule, more: str, reason: str
) -> None:
    with pytest.raises(ConfigurationError, match=rf"schedule.toml, entry 1 \(one\): .*{reason}"):
        make_schedule(f"{PLAIN}\n{more}")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ('market = "dream"\ncron = "0 4 * * *"', r"entry 1 \(without a name\): the key 'name' is missing"),
        ('name = "One!"\nmarket = "dream"\ncron = "0 4 * * *"', "'One!' is no name of an entry"),
        ('name = "one"\nmarket = "silk"\ncron = "0 4 * * *"', "'silk' is no market: choose one of dream, empire"),
        ('name = "one"\nmarket = "dream"\ncron = "0 4 31 2 *"', "there is no such day"),
        ('name = "one"\nmarket = "dream"\ncron = 4', "4 is no cron expression"),
    ],
)
def test_an_entry_needs_a_name_a_market_and_a_time(make_schedule: MakeSchedule, entry: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        make_schedule(entry)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("grace_hours = -1", "grace_hours is -1: write a number of hours from 0"),
        ("grace_hours = true", "grace_hours is True"),
        ("grace = 6", "unknown key 'grace'"),
        ('arguments = "--attach"', "arguments must be a list of words"),
        ("grace_hours 6", "is no TOML file"),
    ],
)
def test_what_stands_above_the_entries_is_checked(make_schedule: MakeSchedule, head: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        make_schedule(PLAIN, head=head)


def test_two_entries_of_one_name_are_refused(make_schedule: MakeSchedule) -> None:
    with pytest.raises(ConfigurationError, match=r"entry 2 \(one\): another entry has this name"):
        make_schedule(PLAIN, PLAIN)


def test_a_schedule_without_entries_or_without_a_file_says_so(make_schedule: MakeSchedule, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="has no entry: write at least one"):
        make_schedule()
    with pytest.raises(ConfigurationError, match="cannot be read: No such file"):
        read_schedule(tmp_path / "none.toml")


def test_the_examples_in_the_documentation_can_be_used(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "scheduling.md").read_text(encoding="utf-8")
    path = tmp_path / "schedule.toml"

    path.write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert read_schedule(path).entries[0].market == "dream"

    assert module.__doc__ is not None
    path.write_text(module.__doc__.split("::\n")[1], encoding="utf-8")
    assert read_schedule(path).entries[0].name == "dream-index"
