"""What a notebook gets: frames of the right types, and an engine."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest
from sqlalchemy import Engine, text

import cryptodrug_scraper as cd
from cryptodrug_scraper.errors import ConfigurationError, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

TYPES = """
    SELECT '613549.10110' AS id, 24.960 AS price, 1.5::float8 AS share, 3::bigint AS count, true AS is_it,
           timestamptz '2019-01-31 23:30:00+01' AS at, date '2019-01-31' AS day, ARRAY['BE', NULL, 'NL'] AS codes,
           ARRAY[1.5, 2.25] AS prices, gen_random_uuid() AS uuid, '{"b": "é"}'::jsonb AS facts, interval '36 h' AS span,
           'x'::bytea AS raw, 'a%b:c' AS words
"""
pytestmark = pytest.mark.usefixtures("database")


def one(frame: pl.DataFrame) -> dict[str, Any]:
    return frame.row(0, named=True)


def test_each_value_has_its_type() -> None:
    found = one(cd.query(TYPES))
    assert found.pop("uuid").count("-") == 4
    assert found == {
        "id": "613549.10110",
        "price": Decimal("24.960"),
        "share": 1.5,
        "count": 3,
        "is_it": True,
        "at": datetime(2019, 1, 31, 22, 30, tzinfo=UTC),
        "day": date(2019, 1, 31),
        "codes": ["BE", None, "NL"],
        "prices": [Decimal("1.50"), Decimal("2.25")],
        "facts": '{"b": "é"}',
        "span": timedelta(hours=36),
        "raw": b"x",
        "words": "a%b:c",
    }
    assert cd.query(TYPES).schema["at"] == pl.Datetime("us", "UTC")


def test_pandas_has_the_same_and_knows_what_is_missing() -> None:
    found = cd.query(f"{TYPES} UNION ALL SELECT {', '.join(['NULL'] * 14)}", frame="pandas")
    assert isinstance(found, pd.DataFrame)
    kinds = {name: str(kind) for name, kind in found.dtypes.items()}
    assert kinds["count"] == "Int64"
    assert kinds["is_it"] == "boolean"
    assert kinds["at"] == "datetime64[us, UTC]"
    assert kinds["day"].startswith("datetime64")
    assert next(iter(found["id"])) == "613549.10110"
    assert list(found["price"]) == [Decimal("24.960"), None]
    assert list(found["codes"]) == [["BE", None, "NL"], None]
    assert found["count"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    "sql",
    ["SELECT 1 AS a; SELECT 2 AS b", "SET work_mem = '8MB'; SELECT 1", "SELECT 1;\n-- the other\nSELECT :x;"],
)
def test_several_statements_are_refused_and_none_is_dropped(sql: str) -> None:
    with pytest.raises(StoreError, match="these are 2 statements"):
        cd.query(sql, {"x": 1} if ":x" in sql else None)


@pytest.mark.parametrize("sql", ["SELECT 7 AS a;", "-- why; and how\nSELECT 7 AS a -- ;", "SELECT 7 AS a /* ; */ ; ;"])
def test_a_semicolon_at_the_end_or_in_a_comment_parts_nothing(sql: str) -> None:
    assert 7 == cd.query(sql)["a"][0]


def test_a_semicolon_in_a_text_parts_nothing() -> None:
    assert "a;b" == cd.query("SELECT 'a;b' AS a, $$;$$ AS b")["a"][0]


def test_money_is_exact_to_its_last_digit() -> None:
    found = cd.query("SELECT * FROM (VALUES (0.1), (1234567890123456789.01), (NULL), (-3.10110)) AS v (x)")["x"]
    assert found.to_list() == [Decimal("0.1"), Decimal("1234567890123456789.01"), None, Decimal("-3.10110")]
    assert cd.query("SELECT 'NaN'::numeric AS x")["x"].is_nan().to_list() == [True]
    assert cd.query("SELECT 1e40::numeric + 0.5 AS x")["x"].to_list() == ["1" + "0" * 40 + ".5"]


def test_a_result_without_rows_has_its_columns_and_names_may_be_alike() -> None:
    assert cd.query(f"SELECT * FROM ({TYPES}) AS t WHERE false").schema["codes"] == pl.List(pl.String)
    assert cd.query("SELECT 1 AS x, 2 AS x, 3 AS x").columns == ["x", "x_2", "x_3"]


def test_many_rows_come_in_batches() -> None:
    found = cd.query("SELECT i, i / 100.0 AS x FROM generate_series(1, 120000) AS i")
    assert found.height == 120000
    assert found["i"].sum() == 120000 * 120001 // 2
    assert found["x"].dtype.is_decimal()


def test_names_in_sql_stand_for_values() -> None:
    sql = "SELECT :day::date AS day, '10:30'::time AS t, 'a%' AS p WHERE :market = ANY (ARRAY['dream', 'x'])"
    assert one(cd.query(sql, {"day": "2019-01-02", "market": "dream"}))["day"] == date(2019, 1, 2)
    assert cd.query(sql, {"day": "2019-01-02", "market": "'; DROP TABLE x; --"}).is_empty()
    quoted = """SELECT ':day' AS a, 7 % 4 AS b, $$:day %$$ AS ":day", (ARRAY[1, 2, 3])[2:3] AS c, :day AS d -- :day
    /* :day 100 % */"""
    assert list(one(cd.query(quoted, {"day": 5})).values()) == [":day", 3, ":day %", [2, 3], 5]


def test_views_need_no_prefix_and_nothing_else_is_seen_or_changed() -> None:
    assert cd.query("SELECT * FROM listings_as_of('2019-01-31')").is_empty()
    for sql, said in (
        ("SELECT * FROM public.capture", "permission denied"),
        ("CREATE TABLE mine (x int)", "cannot execute|permission denied"),
        ("SELECT nothing", 'column "nothing" does not exist'),
    ):
        with pytest.raises(StoreError, match=f"refuses this SQL: .*({said})"):
            cd.query(sql)
    with pytest.raises(StoreError, match="has no result"):
        cd.query("SET work_mem = '8MB'")
    with pytest.raises(ConfigurationError, match="none of 'arrow'"):
        cd.query("SELECT 1", frame="arrow")  # type: ignore[call-overload]  # as in a notebook


def test_an_engine_serves_whoever_takes_one(database: Database) -> None:
    assert not database.is_embedded
    with cd.connect() as engine:
        assert isinstance(engine, Engine)
        assert pd.read_sql("SELECT count(*) AS n FROM market_month", engine)["n"].tolist() == [0]
        assert pl.read_database("SELECT count(*) AS n FROM market_month", engine.connect())["n"].to_list() == [0]
        with engine.connect() as connection:
            assert connection.execute(text("SELECT current_user::text")).scalar_one() == "cryptodrug_reader"
        assert cd.query("SELECT 1 AS x", engine=engine)["x"].to_list() == [1]
    engine.close()


def test_importing_the_package_imports_nothing_slow(tmp_path: Path) -> None:
    code = (
        "import sys, cryptodrug_scraper as cd\n"
        "assert not {'polars', 'pandas', 'sqlalchemy'} & set(sys.modules)\n"
        "assert {'connect', 'query'} <= set(dir(cd))\n"
        "try:\n    cd.nothing\nexcept AttributeError as error:\n    assert 'nothing' in str(error)\n"
        "else:\n    raise SystemExit(1)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_embedded_server_runs_until_the_engine_is_closed(made_home: Path) -> None:
    engine = cd.connect()
    lock = made_home / "postgres" / "postmaster.pid"
    assert cd.query("SELECT 1 AS x", engine=engine)["x"].to_list() == [1]
    assert lock.exists()
    engine.close()
    assert not lock.exists()
