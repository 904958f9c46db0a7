"""The ledger as a file: the same for the same ledger, and refused where it was changed or does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import text

from cryptodrug_scraper.adjudication.ledger import Ledger, add, find, ledger_of
from cryptodrug_scraper.adjudication.lines import from_lines, to_lines
from cryptodrug_scraper.adjudication.sample import id_of_answer, id_of_sample
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from tests.adjudication.judging import FIELD, LINK, QUANTITY, goods, ledger, sample

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

DRAWN = sample(LINK, goods("Cannabis", 5, 2, 3), QUANTITY, FIELD)
WHOLE = ledger(
    DRAWN,
    ann=("same", "Benzos", "3.5", "right"),
    bob=("cannot_tell", None, None, None),
    settled=("same", None, None, None),
)


def test_a_file_brings_the_ledger_back_whatever_its_order() -> None:
    lines = to_lines(WHOLE)
    assert WHOLE == from_lines(lines, "x")
    turned = Ledger(WHOLE.samples, dict(reversed(list(WHOLE.answers.items()))))
    assert lines == to_lines(turned)
    assert "Ωmega & <b>".encode() in lines
    assert Ledger({}, {}) == from_lines(b"\n\n", "x")


def test_who_had_a_sample_drawn_and_when_makes_it_no_other() -> None:
    again = msgspec.structs.replace(DRAWN, drawn_by="A. Maes", drawn_at=DRAWN.drawn_at.replace(year=2027))
    assert id_of_sample(DRAWN) == id_of_sample(again)
    assert id_of_sample(DRAWN) != id_of_sample(msgspec.structs.replace(DRAWN, seed=2))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b'"machine":"different"', b'"machine":"same"', "does not say what"),
        (b'"answer":"Benzos"', b'"answer":"Opioids"', "does not say what"),
        (b'"population":7', b'"population":0', "population"),
        (b'"drawn":1,"kind":"link"', b'"drawn":9,"kind":"link"', "no 9 can be drawn"),
        (b'"kind":"quantity"', b'"kind":"link"', "not about a field"),
        (b'"drawn_by":"E. Peeters"', b'"drawn_by":" "', "is no name"),
        (b'"drawn_at":"2026-11-29T10:00:00Z"', b'"drawn_at":"2026-11-29T10:00:00"', "no time zone"),
        (b'{"answer":', b'{"other":', "sample or an answer"),
        (b'"step":"coding"', b'"step":"guessing"', "guessing"),
        (b'{"answer"', b'[{"answer"', "line"),
        (b"\n{", b"\n\xff{", "line"),
    ],
)
def test_a_line_that_is_none_is_named_and_why(old: bytes, new: bytes, why: str) -> None:
    lines = to_lines(WHOLE)
    assert old in lines
    with pytest.raises(ConfigurationError, match=r"x\.jsonl, line [0-9]+: .*Nothing was loaded") as found:
        from_lines(lines.replace(old, new, 1), "x.jsonl")
    assert why in str(found.value)


def test_the_ledger_is_kept_and_added_once(database: Database) -> None:
    with database.engine.begin() as connection:
        assert WHOLE == add(connection, WHOLE)
        assert Ledger({}, {}) == add(connection, WHOLE)
    with database.engine.connect() as connection:
        assert WHOLE == ledger_of(connection)
        (known,) = WHOLE.samples
        assert known == find(WHOLE.samples, str(known)[:8])
        with pytest.raises(StoreError, match="no sample begins"):
            find(WHOLE.samples, "zz")
        rows = connection.execute(text("SELECT drawn::float / population FROM adjudication_item ORDER BY ordinal"))
        assert [1 / 7, 2 / 5, 1 / 9, 1 / 9] == list(rows.scalars())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ordinal": 4}, "has 4 items, and no item 4"),
        ({"answer": "Cannabis"}, "'Cannabis' is no answer to item 0, a link"),
        ({"coder": "cy"}, "ann and bob code this sample already"),
        ({"coder": "c\x1b"}, "is no name"),
        ({"note": "a\x00"}, "control character"),
        ({"sample_id": "00000000-0000-0000-0000-000000000009"}, "load the file that has it first"),
    ],
)
def test_an_answer_that_does_not_fit_adds_nothing(database: Database, changes: dict[str, object], why: str) -> None:
    first = next(iter(WHOLE.answers.values()))
    wrong = msgspec.convert(msgspec.to_builtins(first) | changes, type(first))
    with database.engine.connect() as connection:
        with pytest.raises(ConfigurationError, match=why), connection.begin():
            add(connection, Ledger(WHOLE.samples, WHOLE.answers | {id_of_answer(wrong): wrong}))
        assert Ledger({}, {}) == ledger_of(connection)


def test_who_settles_may_be_anybody(database: Database) -> None:
    settled = ledger(DRAWN, settled=("different", "Benzos", "none", "wrong"))
    with database.engine.begin() as connection:
        add(connection, WHOLE)
        assert 4 == len(add(connection, settled).answers)
