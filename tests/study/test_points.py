"""Points of specifications are what findings gives by them, and derivations made for them leave nothing behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.run import derive as derive_tables
from cryptodrug_scraper.derive.variants import variants
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.study.choices import SALES, choices
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.current import current_asked, current_study
from cryptodrug_scraper.study.points import points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.study.points import Point
    from tests.support.derived_windows import Opened

Told = dict[tuple[str, ...], tuple[Any, ...]]
ACROSS = "struck_30"
"""One on which what goes across markets depends alone."""
OF_ALL = "complete_alone"
"""One on which all does."""


def told(found: Iterable[Point]) -> Told:
    return {
        (p.finding.market, p.finding.measure, str(p.specification.definition), str(p.specification.attribution)): of(
            p.finding
        )
        for p in found
    }


def of(finding: Any) -> tuple[Any, ...]:
    numbers = (finding.value, finding.low, finding.high)
    same = tuple(None if each is None else float(f"{float(f'{each:.10g}'):.8g}") for each in numbers)
    return (*same, finding.n, finding.vendor_count, finding.grade, finding.verdict, finding.why_code)


def by_findings(own: Opened) -> Told:
    """What the command findings gives of the current derivation: by A1 and A3 the definition decides on nothing."""
    found: Told = {}
    with own.database.engine.connect() as connection:
        study = current_study(connection)
        asked = current_asked(connection, study)
        for definition, attribution in (*SALES, ("D4", "A1"), ("D3", "A3")):
            how = replace(asked, definition=definition, attribution=attribution)
            for each in findings(connection, how, study):
                shown = each.definition if each.attribution in {None, "A2"} else None
                key = each.market, each.measure, str(shown), str(each.attribution)
                assert found.setdefault(key, of(each)) == of(each)
    return found


def parts(own: Opened) -> set[Any]:
    return set(own.rows("SELECT part_id FROM derived.part"))


def equal_those_of_derivations(own: Opened, names: Iterable[str]) -> dict[str, Told]:
    """Hold the points of some derivations against those of derivations made as everybody makes them."""
    with own.database.engine.connect() as connection:
        study = current_study(connection)
        asked = current_asked(connection, study)
    before, run, there = (
        own.digest(),
        own.one("SELECT derive_run FROM research.derivation WHERE is_current"),
        parts(own),
    )
    chosen = {each.id: each for each in choices().derivations if each.id in names}
    found: dict[str, Told] = {}
    with variants(own.database) as beside:
        for name, choice in chosen.items():
            assert not beside.is_held(choice.of(beside.parameters))
            with beside.shown(choice.of(beside.parameters)) as shown:
                found[name] = told(points(shown, asked, study, derivation=name))
            assert parts(own) == there
    assert own.digest() == before
    assert own.one("SELECT derive_run FROM research.derivation WHERE is_current") == run
    for name, choice in chosen.items():
        derive_tables(own.database, choice.of(read_parameters()))
        with own.database.engine.connect() as connection:
            # of the same days: what the data hold differs where grades do
            own_points = told(points(connection, asked, study))
        assert found[name] == own_points
    return found


@pytest.mark.slow
def test_points_of_the_current_derivation_are_what_findings_gives(own_of_one: Opened) -> None:
    points_are_findings(own_of_one)


@pytest.mark.campaign
def test_so_they_are_of_several_markets(own: Opened) -> None:
    points_are_findings(own)


def points_are_findings(own: Opened) -> None:
    with own.database.engine.connect() as connection:
        study = current_study(connection)
        found = told(points(connection, current_asked(connection, study), study))
    expected = by_findings(own)
    assert found == {key: expected[key] for key in found}
    assert expected.keys() == found.keys()


@pytest.mark.slow
def test_each_point_is_that_of_a_derivation_made_with_its_parameters(own_of_one: Opened) -> None:
    with own_of_one.database.engine.connect() as connection:
        study = current_study(connection)
        usual = told(points(connection, current_asked(connection, study), study))
    found = equal_those_of_derivations(own_of_one, [OF_ALL])
    assert found[OF_ALL] != usual
    with variants(own_of_one.database) as beside:  # the last one was derived, and is the current one
        assert beside.is_held(read_parameters())


@pytest.mark.slow
def test_so_it_is_where_only_what_goes_across_markets_is_another(own: Opened) -> None:
    assert equal_those_of_derivations(own, [ACROSS]).keys() == {ACROSS}


@pytest.mark.campaign
def test_every_choice_is_what_a_derivation_of_it_gives(own: Opened) -> None:
    names = [each.id for each in choices().derivations]
    assert equal_those_of_derivations(own, names).keys() == set(names)


def test_a_derivation_of_what_there_was_before_is_refused(own: Opened) -> None:
    with own.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE derived.derive_run SET measures_version = '0.2.0'")
    with pytest.raises(StoreError, match="by other measures"), variants(own.database):
        pass
    own.forget()
    with pytest.raises(StoreError, match="run cryptodrug derive"), variants(own.database):
        pass
