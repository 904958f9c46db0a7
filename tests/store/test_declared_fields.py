"""What a field declares is said nowhere else: columns, rows, views, exports and documentation follow from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from inspect import unwrap
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import pytest
from msgspec import UNSET
from sqlalchemy import Column as SQLColumn
from sqlalchemy import MetaData, Table, Text, text

from cryptodrug_scraper.export.treatment import RECORDS, Treatment, stated_columns, treatment_of
from cryptodrug_scraper.page.fields import TYPES, Column, Form, Means, Personal, Views, columns_of, fields_of
from cryptodrug_scraper.page.records import Listing, Shown, Vendor
from cryptodrug_scraper.store import showing, shown_columns
from cryptodrug_scraper.store.definitions import definition_files
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.migrate import upgrade
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.base import SINCE, keyed_by
from cryptodrug_scraper.store.rows.page_rows import PageRows
from cryptodrug_scraper.store.rows.stated import stated
from docs import examples, generate

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database
    from tests.support.next_revision import NextRevision

DOCS = Path(__file__).parents[2] / "docs"
TABLES = {
    "listing": "listing_observation",
    "price_tiers": "price_tier",
    "shipping_options": "shipping_option",
    "variants": "listing_variant",
    "facts of a listing": "listing_observation",
    "vendor": "vendor_observation",
    "external_ratings": "external_rating",
    "review": "review_observation",
    "page_total": "page_total",
    "category": "category_count",
    "exchange_rate": "exchange_rate",
    "fee": "fee",
    "site": "site_observation",
}
VIEWS = {
    Views.ROWS: {
        "listing": "listing_snapshot",
        "facts of a listing": "listing_snapshot",
        "vendor": "vendor_snapshot",
        "review": "review",
    },
    Views.LOOKS: {
        "listing": "listing_at_snapshot",
        "facts of a listing": "listing_at_snapshot",
        "review": "review_page",
    },
}


class Watched(Listing, tag="listing", tag_field="record", kw_only=True):
    """A listing of a market that shows more."""

    patience: Annotated[
        Shown[int],
        Column("patience_days"),
        Means("Days that a buyer's account must have had.", Personal.NO, unit="days", views=Views.ROWS | Views.LOOKS),
    ] = UNSET
    motto: Annotated[Shown[str], Means("What the vendor calls out.", Personal.WORDS)] = UNSET
    creed: Annotated[
        Shown[str],
        Column("creed_sha256", form=Form.TEXT),
        Means("The creed of the vendor.", Personal.WORDS, called="the creed", views=Views.ROWS | Views.LOOKS),
    ] = UNSET


ADDED = ("patience_days", "motto", "creed_sha256")


def watched(**said: Any) -> Watched:
    return Watched(listing_id="1", title="5g hash", title_cut=False, seen_on="page", **said)


@pytest.mark.parametrize("name", list(generate.RECORDS))
def test_every_field_fills_a_column_with_what_it_means_or_a_table(name: str) -> None:
    table: Table = Base.metadata.tables[TABLES[name]]
    for field in fields_of(generate.RECORDS[name]):
        assert bool(field.columns) != bool(field.table)
        if field.table is not None:
            assert field.table[0].name in Base.metadata.tables
        for column in field.columns:
            made = table.c[column.name]
            assert (column.comment, column.is_optional) == (made.comment, made.nullable)


def test_every_column_of_a_record_is_in_the_documentation_and_it_is_decided_what_becomes_of_it() -> None:
    documented = (DOCS / "fields.md").read_text(encoding="utf-8")
    for record in generate.RECORDS.values():
        for column in columns_of(record):
            assert re.search(
                rf"^\| `{column.field}[.a-z_]*` \|.* {column.means.personal.value} \| `{column.name}` \|",
                documented,
                re.MULTILINE,
            )
    for record in RECORDS:
        for column in columns_of(record):
            kind = {"text": "string", "text[]": "array"}.get(TYPES[column.type], "number")
            treatment, how = treatment_of(column.shown_as, kind)
            expected = {Personal.NO: Treatment.KEEP, Personal.WORDS: Treatment.WITHHOLD}
            assert expected.get(column.means.personal, Treatment.PSEUDONYM) is treatment
            assert (treatment is Treatment.PSEUDONYM) == (how is not None)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in VIEWS.items() for name in names])
def test_a_view_shows_the_columns_that_declare_it_and_no_others(kind: Views, name: str, database: Database) -> None:
    columns = text("SELECT attname FROM pg_attribute WHERE attrelid = CAST(:view AS regclass) AND attnum > 0")
    with database.engine.connect() as connection:
        shown = set(connection.execute(columns, {"view": f"research.{VIEWS[kind][name]}"}).scalars())
    declared = columns_of(generate.RECORDS[name])

    assert {column.shown_as for column in declared if kind in column.means.views} == shown & {
        each.shown_as for each in declared
    }


def test_a_field_that_is_added_is_a_column_with_its_comment_and_type() -> None:
    class Apart(Base):
        __abstract__ = True
        metadata = MetaData()

    class Row(Apart, states=(Watched,), first=("listing_id",)):
        __tablename__ = "row"
        __mapper_args__ = keyed_by("listing_id", by="seen_on")

    table = Apart.metadata.tables["row"]

    assert "listing_id" == next(iter(table.c)).name
    assert ["BIGINT", "TEXT", "BYTEA"] == [table.c[name].type.compile(dialect=_postgresql()) for name in ADDED]
    assert (table.c.patience_days.comment or "").startswith(
        "Days that a buyer's account must have had. NULL: this kind of"
    )
    assert (table.c.creed_sha256.comment or "").startswith("Digest of the creed (text). NULL: ")


def test_a_field_that_is_added_is_in_the_row_and_what_no_column_holds_is_an_issue() -> None:
    rows = page_rows()

    values = stated(rows, watched(patience=30, motto="fast", creed="slow"))
    nothing = stated(rows, watched(patience=None))
    too_large = stated(rows, watched(patience=2**70))

    assert (30, "fast", rows.text("slow")) == tuple(values[name] for name in ADDED)
    assert [None] * 6 == [each[name] for each in (nothing, too_large) for name in ADDED]
    assert ["patience cannot be stored: it has 71 bits"] == [issue.detail for issue in rows.issues]


def test_a_field_that_is_added_is_in_the_views_with_the_comment_of_its_column(
    database: Database, next_revision: NextRevision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(shown_columns._RECORDS, "listing", Watched)
    monkeypatch.setattr(showing, "definition_files", unwrap(definition_files))  # not those that are kept
    made = {column.name: column for column in columns_of(Watched) if column.name in ADDED}
    kinds = {name: "bytea" if column.is_text else TYPES[column.type] for name, column in made.items()}
    add = "".join(f"ALTER TABLE listing_observation ADD {name} {kind};" for name, kind in kinds.items())
    say = "".join(f"COMMENT ON COLUMN listing_observation.{name} IS $${made[name].comment}$$;" for name in ADDED)
    next_revision(up=add + say, down="")
    with database.engine.connect() as connection:
        upgrade(connection)
        for view in ("listing_snapshot", "listing_state", "listing_on_day"):
            said = comments(connection, view)
            assert made["patience_days"].comment == said["patience_days"]
            assert made["motto"].comment == said["motto"]
            assert "The creed of the vendor. NULL: not shown, or shown empty." == said["creed"]
        looks = comments(connection, "listing_at_snapshot")
        assert ("patience_days" in looks, "motto" in looks, looks["creed"]) == (True, False, said["creed"])
        for function in ("listings_as_of", "listings_on"):
            shown = connection.execute(text(f"SELECT * FROM research.{function}('2019-03-01')"))
            assert {"patience_days", "creed"} <= set(shown.keys())


def comments(connection: Connection, view: str) -> dict[str, str | None]:
    said = text(
        "SELECT attname, col_description(attrelid, attnum) AS comment FROM pg_attribute "
        "WHERE attrelid = CAST(:view AS regclass) AND attnum > 0"
    )
    return {row.attname: row.comment for row in connection.execute(said, {"view": f"research.{view}"})}


def test_a_column_that_is_added_changes_the_digest_of_no_database_that_says_nothing_there(
    database: Database, some_pages: Any, load_pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_pages(some_pages)
    table = Base.metadata.tables["listing_observation"]
    of_release = {"columns": [column for column in table.columns if not column.info.get(SINCE)]}
    monkeypatch.setattr("cryptodrug_scraper.store.digest.Base", stand_in(table, **of_release))
    with database.engine.connect() as connection:
        before = digest(connection)
        connection.rollback()
        for number in (1, 2):
            with connection.begin():
                connection.execute(text(f"ALTER TABLE listing_observation ADD later_{number} text"))
            of_release["columns"].append(SQLColumn(f"later_{number}", Text, info={SINCE: "9000"}))
            assert before == digest(connection)
            connection.rollback()
        with connection.begin():
            connection.execute(text("UPDATE listing_observation SET later_1 = ',' WHERE ordinal = 0"))
        assert before != digest(connection)


def stand_in(table: Table, columns: list[Any]) -> Any:
    """The tables, of which one has these columns."""
    return SimpleNamespace(
        metadata=SimpleNamespace(tables={**Base.metadata.tables, table.name: SimpleNamespace(columns=columns)})
    )


def test_a_field_that_is_added_is_treated_as_personal_as_it_is_and_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (Personal.NO, Personal.WORDS, Personal.WORDS) == tuple(
        stated_columns((Watched,))[name].means.personal for name in ("patience_days", "motto", "creed")
    )
    monkeypatch.setitem(generate.RECORDS, "listing", Watched)
    with pytest.raises(KeyError, match="patience"):  # without an example
        generate.fields()
    for field, said in {"patience": 30, "motto": "fast", "creed": "slow"}.items():
        monkeypatch.setitem(examples.NO_FIXTURE, ("listing", field), said)
    row = (
        "| `patience` | Days that a buyer's account must have had. | `30` | days | no | `patience_days` | rows, looks |"
    )
    assert row in generate.fields()


def test_a_field_of_which_nothing_is_declared_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Undeclared.size does not say what it means and how personal it is"):
        fields_of(Undeclared)


@pytest.mark.parametrize(
    ("record", "said"), [("Unjudged", "argument: 'personal'"), ("Misjudged", "False does not say")]
)
def test_a_field_that_does_not_say_how_personal_it_is_is_refused(record: str, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        fields_of(globals()[record])


def test_a_value_that_no_column_holds_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Whole.vendor: no column holds a <class .*Vendor'>: name a part of it"):
        fields_of(Whole)


def test_one_column_is_as_personal_everywhere() -> None:
    with pytest.raises(TypeError, match=r"Bolder.title: title is more or less personal elsewhere"):
        stated_columns((Listing, Bolder))


def test_columns_that_a_definition_names_itself_are_not_shown_twice() -> None:
    shown = definition_files()["listing_snapshot"].decode()

    assert 1 == shown.count("o.listing_id,") == shown.count("o.seen_on,") == shown.count("o.drug_class_source\n")
    assert "{columns" not in b"".join(definition_files().values()).decode()


class Undeclared(msgspec.Struct):
    size: int


class Unjudged(msgspec.Struct):
    size: Annotated[int, Means("How large it is.")]


class Misjudged(msgspec.Struct):
    size: Annotated[int, Means("How large it is.", False)]  # noqa: FBT003


class Whole(msgspec.Struct):
    vendor: Annotated[Vendor, Means("Who offers it.", Personal.VENDOR)]


@dataclass
class Bolder:
    title: Annotated[str, Means("Title of the listing.", Personal.NO)]


def page_rows() -> PageRows:
    return PageRows(run=SimpleNamespace(), at=None, issues=[])  # type: ignore[arg-type]


def _postgresql() -> Any:
    from sqlalchemy.dialects import postgresql

    return postgresql.dialect()  # type: ignore[no-untyped-call]
