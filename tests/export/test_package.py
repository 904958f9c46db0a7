from __future__ import annotations

import csv
import json
import re
import shutil
import stat
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from cryptodrug_scraper.errors import ArchiveError, ConfigurationError, StoreError
from cryptodrug_scraper.export.facts import digests
from cryptodrug_scraper.export.log import LOG
from cryptodrug_scraper.export.package import CARD, DESCRIPTOR, make_package, without_note
from cryptodrug_scraper.export.pseudonyms import default_key, key_id
from cryptodrug_scraper.export.selection import Selection, Tier
from cryptodrug_scraper.export.verify import Against, verify
from cryptodrug_scraper.home import data_home

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.derived_windows import Opened

REST = ("analyst", "observed", "datacrypto")
KINDS = [
    "public",
    *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("analyst", "cmu")),
    *(pytest.param(kind, marks=pytest.mark.campaign) for kind in ("observed", "datacrypto")),
]
FEW = Selection(views=("transaction", "vendor_month", "account_name"))


def table(package: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(package / "data" / f"{name}.parquet")


def described(package: Path) -> dict[str, Any]:
    found = json.loads((package / DESCRIPTOR).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_what_frictionless_takes_for_valid(packages: dict[str, Path], kind: str) -> None:
    from frictionless import Package  # of no use to other tests, and slow to import

    report = Package(str(packages[kind] / DESCRIPTOR)).validate()
    assert report.flatten(["place", "note"]) == []
    assert report.stats["tasks"] > 5


@pytest.mark.parametrize("kind", KINDS)
def test_csv_and_parquet_say_the_same(packages: dict[str, Path], kind: str) -> None:
    tables = [resource for resource in described(packages[kind])["resources"] if resource["type"] == "table"]
    assert sum(resource["rows"] for resource in tables) > 1000
    for resource in tables:
        frame = table(packages[kind], resource["name"])
        with (packages[kind] / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == frame.height == resource["rows"]
        for field in resource["schema"]["fields"]:
            assert field["description"], f"{resource['name']}.{field['name']} says nothing"
            printed = [row[field["name"]] for row in rows]
            missing = frame[field["name"]].is_null().to_list()
            assert [value == "\\N" for value in printed] == missing
            if field["type"] == "array":
                lists = [None if value == "\\N" else json.loads(value) for value in printed]
                assert lists == frame[field["name"]].to_list()


def test_meanings_are_those_of_the_database(packages: dict[str, Path], shared: Opened) -> None:
    (resource,) = [found for found in described(packages["analyst"])["resources"] if found["name"] == "transaction"]
    meanings = {field["name"]: field["description"] for field in resource["schema"]["fields"]}
    stated = shared.rows(
        "SELECT attname, col_description(attrelid, attnum) FROM pg_attribute "
        "WHERE attrelid = 'research.transaction'::regclass AND attnum > 0"
    )
    assert meanings == dict(stated)
    assert resource["schema"]["primaryKey"] == ["transaction_id"]


def test_the_rows_are_those_of_the_view(packages: dict[str, Path], shared: Opened) -> None:
    (stated,) = shared.rows(
        "SELECT count(*), count(DISTINCT (market, vendor)), sum(amount_eur), count(DISTINCT (market, listing_id)) "
        "FILTER (WHERE listing_id IS NOT NULL) FROM research.transaction"
    )
    found = table(packages["analyst"], "transaction")
    assert (found.height, found["vendor"].n_unique(), found["listing_id"].drop_nulls().n_unique()) == (
        stated[0],
        stated[1],
        stated[3],
    )
    assert found["amount_eur"].sum() == pytest.approx(stated[2])


@pytest.mark.usefixtures("shared")
@pytest.mark.slow
def test_the_same_database_and_key_give_the_same_bytes_and_another_key_others(tmp_path: Path) -> None:
    key = default_key()
    one, again = (make_package(tmp_path / name, FEW, key) for name in ("one", "again"))
    for path in (tmp_path / "one").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(tmp_path / "one")).read_bytes()
    assert one.digest == again.digest
    other = make_package(tmp_path / "other", FEW, b"another key")
    assert (other.rows, other.key) == (one.rows, key_id(b"another key"))
    for name in ("transaction", "vendor_month", "account_name"):
        ours, theirs = (set(table(tmp_path / folder, name)["vendor"]) for folder in ("one", "other"))
        assert len(ours) == len(theirs)
        assert not ours & theirs


def test_packages_of_one_key_can_be_joined(packages: dict[str, Path], shared: Opened, tmp_path: Path) -> None:
    make_package(tmp_path / "few", FEW, default_key())
    for name in ("transaction", "vendor_month", "account_name"):
        assert table(tmp_path / "few", name).equals(table(packages["analyst"], name))
    reviews = table(packages["analyst"], "distinct_review")
    assert (
        table(tmp_path / "few", "transaction").join(reviews, left_on="transaction_id", right_on="review_id").height > 0
    )
    listings = table(packages["observed"], "listing_snapshot").select("market", "listing_id").unique()
    sold = table(packages["analyst"], "transaction").join(listings, on=["market", "listing_id"], how="semi")
    assert sold.height == shared.one(
        "SELECT count(*) FROM research.transaction WHERE (market, listing_id) IN "
        "(SELECT market, listing_id FROM research.listing_snapshot)"
    )
    assert set(table(packages["cmu"], "feedbacks")["hash_str"]) == set(reviews["review_id"])


def test_only_what_lies_in_the_window_is_in_it(shared: Opened, tmp_path: Path) -> None:
    window = Selection(first=date(2019, 1, 15), last=date(2019, 2, 20), markets=("dream", "empire"))
    made = make_package(tmp_path / "few", window, default_key())
    assert made.rows["snapshot"] == 2  # of Dream, in January and February
    assert set(table(tmp_path / "few", "vendor_month")["month"]) == {date(2019, 1, 1), date(2019, 2, 1)}
    sold = shared.one(
        "SELECT count(*) FROM research.transaction WHERE market = 'dream' "
        "AND occurred_from < '2019-02-21' AND occurred_to >= '2019-01-15'"
    )
    assert made.rows["transaction"] == sold > 0
    ids = set(table(tmp_path / "few", "transaction")["transaction_id"])
    assert set(table(tmp_path / "few", "transaction_origin")["transaction_id"]) <= ids
    assert set(table(tmp_path / "few", "account_name")["market"]) == {"dream", "empire"}
    links = table(tmp_path / "few", "account_link")
    assert links.filter(
        ~pl.col("market_a").is_in(["dream", "empire"]) & (pl.col("market_b") == "wallstreet")
    ).is_empty()


def same_database(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Take a digest of the database once, as it takes a while, and return the key of packages."""
    key, of_database = default_key(), digests()
    for module in ("package", "verify"):
        monkeypatch.setattr(f"cryptodrug_scraper.export.{module}.digests", lambda: of_database)
    return key


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    "kind",
    [
        "public",
        pytest.param("cmu", marks=pytest.mark.slow),
        *(pytest.param(kind, marks=pytest.mark.campaign) for kind in REST),
    ],
)
def test_a_package_is_checked_against_its_digests_its_schema_and_the_database(
    packages: dict[str, Path], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    key = same_database(monkeypatch)
    found = verify(packages[kind], key, with_database=True)
    assert (found.faults, found.against) == ([], Against.SAME)
    assert found.rows > 1000


@pytest.mark.usefixtures("shared")
@pytest.mark.slow
def test_a_package_that_was_changed_or_whose_key_is_not_known_is_not_good(
    packages: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = same_database(monkeypatch)
    assert verify(packages["cmu"], None, with_database=True).against is Against.NO_KEY
    assert verify(packages["cmu"], b"another key", with_database=True).against is Against.NO_KEY

    copy = tmp_path / "copy"
    shutil.copytree(packages["cmu"], copy)
    (copy / "data" / "notes.txt").write_text("mine")
    (copy / CARD).write_text("nothing")
    (copy / "data" / "users.csv").unlink()
    found = verify(copy, key, with_database=True)
    assert not found.is_good
    assert [fault.partition(":")[0].partition(" ")[0] for fault in found.faults] == [
        *("data/users.csv", "README.md", "data/notes.txt"),
    ]


@pytest.mark.usefixtures("shared")
@pytest.mark.slow
def test_rows_that_do_not_fit_the_schema_or_the_database_are_found(packages: dict[str, Path], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(packages["cmu"], copy)
    text = (copy / "data" / "users.csv").read_text()
    (copy / "data" / "users.csv").write_text(re.sub(r",\d+\n", ",many\n", text, count=1))
    redescribe(copy, "data/users.csv")
    faults = verify(copy, None, with_database=False).faults
    assert faults == ['data/users.csv: line 2, column diversity, type is "integer/default"']

    (copy / "data" / "users.csv").write_text(re.sub(r",(\d+)\n", r",9\1\n", text, count=1))
    redescribe(copy, "data/users.csv")
    assert verify(copy, None, with_database=False).is_good
    found = verify(copy, default_key(), with_database=True)
    assert (found.against, found.faults) == (Against.DIFFERENT, ["data/users.csv is not what the database gives"])

    described_ = described(copy)
    described_["cryptodrug"]["database_digest"] = "0" * 64
    (copy / DESCRIPTOR).write_text(json.dumps(described_))
    found = verify(copy, default_key(), with_database=True)
    assert found.against is Against.OTHER_DATABASE
    assert not found.is_good


def redescribe(package: Path, path: str) -> None:
    """Make the descriptor say what a changed file is, as a forger would."""
    import hashlib

    found = described(package)
    for resource in found["resources"]:
        if resource["path"] == path:
            content = (package / path).read_bytes()
            resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
            resource["bytes"] = len(content)
    (package / DESCRIPTOR).write_text(json.dumps(found))


@pytest.mark.parametrize(
    "content",
    [
        *("[]", "{}", "no JSON", '{"resources": []}'),
        '{"resources": [{"path": "../x"}], "cryptodrug": {"tier": "public"}}',
        '{"resources": [{"path": "x", "hash": "", "type": "table"}], "cryptodrug": {"tier": 1}}',
    ],
)
def test_what_is_no_package_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(ArchiveError, match="is no package of cryptodrug export"):
        verify(tmp_path, None, with_database=False)
    (tmp_path / DESCRIPTOR).write_text(content)
    with pytest.raises(ArchiveError, match="is no package of cryptodrug export"):
        verify(tmp_path, None, with_database=False)


@pytest.mark.usefixtures("shared")
@pytest.mark.slow
def test_each_export_is_noted_and_says_who_it_is_for(tmp_path: Path) -> None:
    log = data_home() / LOG
    before = len(log.read_text().splitlines()) if log.exists() else 0
    made = make_package(tmp_path / "é", Selection(tier=Tier.IDENTIFIED, views=("account_name",)), None)
    noted = [json.loads(line) for line in log.read_text().splitlines()[before:]]
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert [(line["package"], line["tier"], line["key"]) for line in noted] == [
        (str(tmp_path / "é"), "identified", None),
    ]
    assert made.key is None
    without_note(tmp_path / "scratch", FEW, b"key")
    assert len(log.read_text().splitlines()) == before + 1


@pytest.mark.usefixtures("shared")
def test_nothing_is_overwritten_or_left_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "thesis.txt").write_text("important")
    with pytest.raises(ConfigurationError, match="is there already"):
        make_package(tmp_path / "there", FEW, b"key")
    with pytest.raises(StoreError, match="there is no view nothing to export: choose of snapshot, "):
        make_package(tmp_path / "new", Selection(views=("nothing", "transaction")), b"key")
    monkeypatch.setattr("cryptodrug_scraper.export.package.write_csv", _disk_full)
    with pytest.raises(ConfigurationError, match="cannot be written in .*new: No space left"):
        make_package(tmp_path / "new", FEW, b"key")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def _disk_full(*_arguments: object) -> None:
    raise OSError(28, "No space left on device")


def test_the_card_says_what_replication_studies_ask_for(packages: dict[str, Path], shared: Opened) -> None:
    card = (packages["analyst"] / CARD).read_text(encoding="utf-8")
    (run,) = shared.rows("SELECT derive_run::text, measures_version FROM derived.derive_run WHERE is_current")
    for said in (*run, "**Simulated data.**", shared.digest(), key_id(default_key()), "D2", "`destination_spell`"):
        assert said in card
    for market, count in shared.rows("SELECT market, sum(page_count) FROM research.capture_quality GROUP BY 1"):
        assert re.search(rf"\| {market} \| [-0-9]+ \| [-0-9]+ \| {count} \|", card)
    for (snapshot,) in shared.rows("SELECT snapshot_id FROM research.snapshot"):
        assert f"| {snapshot} |" in card
    assert described(packages["analyst"])["title"].startswith("SIMULATED ")
