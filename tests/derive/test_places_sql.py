"""Functions of a country refuse what is no place, from any client, and know every place that the measures know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.measures.places.regions import COUNTRIES, WORLD
from cryptodrug_scraper.page.places.names import place_names
from cryptodrug_scraper.store.research import query

if TYPE_CHECKING:
    from sqlalchemy import Engine

CALLS = (
    "country_share({}, 'D2', 'A1', '2019-01-01', '2019-02-01')",
    "destination({}, '2019-01-01')",
    "vendor_weight({}, 'D2', 'A1', '2019-01-01', '2019-02-01')",
    "country_part({}, 'D2', 'A1', '2019-01-01', '2019-02-01')",
    "attributed_sale({}, 'D2', 'A1', '2019-01-01', '2019-02-01')",
    "rated_sales({}, 'D2', 'A1', '2019-01-01', '2019-02-01')",
    "value_band({}, 'D2', 'A1', '2019-01-01', '2019-02-01')",
    "country_goods({}, 'D2', 'A1', '2019-01-01', '2019-02-01')",
    "country_mix({}, 'D2', 'A1', '2019-01-01', '2019-02-01')",
    "multi_origin({}, '2019-01-01', '2019-02-01')",
    "country_reach({}, 'D2', '2019-01-01', '2019-02-01')",
    "origin_vendor({}, '2019-01-01', '2019-02-01')",
)


def refused(engine: Engine, place: str | None) -> str:
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.exec_driver_sql("SELECT research.is_place(%s)", (place,))
    return " ".join(str(caught.value.orig).split())


def test_every_place_of_the_measures_is_one(scratch: Engine) -> None:
    places = sorted(COUNTRIES | place_names().regions | {WORLD})
    with scratch.connect() as connection:
        for place in (*places, "be", "Eu"):
            assert connection.exec_driver_sql("SELECT research.is_place(%s)", (place,)).scalar_one()


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ("Belgum", "Did you mean BE (Belgium)?"),
        ("Nederlnad", "Did you mean NL (Nederland)?"),
        ("UK", "Did you mean GB (UK) or UA (Ukraine)?"),
        ("Niger", "Did you mean NE (Niger) or NG (Nigeria)?"),
        ("QQ", "Give a code of ISO 3166-1, such as BE"),
        ("", "Give a code"),
        ("belgium" * 3000, "Did you mean BE (Belgium)?"),  # as fast as a short one
        ("%_'", "Give a code"),
        (None, "Give a code"),
    ],
)
def test_what_is_no_place_is_met_with_those_that_begin_like_it(scratch: Engine, place: str | None, hint: str) -> None:
    said = refused(scratch, place)
    assert "is no code of a country or region HINT: " in said
    assert hint in said


@pytest.mark.parametrize("call", CALLS)
def test_each_function_of_a_country_refuses_what_is_none(scratch: Engine, call: str) -> None:
    """On a database without any rows; and a country without rows is none that there is not."""
    with scratch.connect() as connection:
        connection.exec_driver_sql(f"SELECT * FROM research.{call.format(chr(39) + 'TV' + chr(39))}").fetchall()
        with pytest.raises(DBAPIError, match="'Belgum' is no code of a country or region"):
            connection.exec_driver_sql(f"SELECT * FROM research.{call.format('%s')}", ("Belgum",))


def test_a_place_of_a_prepared_statement_and_of_a_column_is_looked_at_too(scratch: Engine) -> None:
    with scratch.connect() as connection:
        connection.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        connection.exec_driver_sql(f"PREPARE share(text) AS SELECT * FROM research.{CALLS[3].format('$1')}")
        connection.exec_driver_sql("EXECUTE share('BE')")
        connection.commit()
        with pytest.raises(DBAPIError, match="'Belgum' is no code"):
            connection.exec_driver_sql("EXECUTE share('Belgum')")
        connection.rollback()
        with pytest.raises(DBAPIError, match="'XX' is no code"):
            connection.exec_driver_sql(
                f"SELECT * FROM (VALUES ('BE'), ('XX')) AS c (code), research.{CALLS[0].format('code')}"
            )


@pytest.mark.usefixtures("shared", "windows")
def test_the_python_of_researchers_says_it() -> None:
    with pytest.raises(StoreError, match=r"'Belgum' is no code of a country or region.*Did you mean BE \(Belgium\)"):
        query(f"SELECT * FROM {CALLS[0].format(':country')}", {"country": "Belgum"})
