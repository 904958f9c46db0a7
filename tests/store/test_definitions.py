from __future__ import annotations

from graphlib import CycleError

import pytest

from cryptodrug_scraper.store.definitions import definition, definition_files, digest_of, in_order

VIEW = b"-- One row per thing,\n-- and no more.\n\nCREATE VIEW research.thing AS\nSELECT a FROM whole;\n"


def test_a_file_says_first_what_one_row_is_and_then_makes_what_it_is_named_for() -> None:
    read = definition("thing", VIEW)

    assert ("VIEW", "research.thing") == (read.kind, read.name)
    assert "One row per thing, and no more." == read.grain
    assert "CREATE VIEW research.thing AS\nSELECT a FROM whole;\n" == read.text
    assert "SELECT a FROM whole" == read.first_part


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("thing", VIEW.partition(b"\n\n")[2]),
        ("thing", VIEW.replace(b"\n\n", b"\n")),
        ("thing", b"-- One row per table.\n\nCREATE TABLE research.thing (a int);\n"),
        ("other", VIEW),
    ],
    ids=["no grain", "no line between", "a table", "another name"],
)
def test_a_file_of_another_form_is_refused(file: str, said: bytes) -> None:
    with pytest.raises(ValueError, match=f"{file}.sql does not begin with what one row is"):
        definition(file, said)


def test_a_choice_in_a_view_makes_two_parts_of_it() -> None:
    said = VIEW.replace(b"whole;", b"whole\nWHERE {at = then | at IS NULL AND then IS NULL} AND set = '{}';")
    one = "SELECT a FROM whole\nWHERE {} AND set = '{{}}'"

    read = definition("thing", said)

    parts = one.format("at = then") + "\nUNION ALL\n" + one.format("at IS NULL AND then IS NULL")
    assert f"CREATE VIEW research.thing AS\n{parts};\n" == read.text
    assert one.format("at = then") == read.first_part


def test_what_is_named_by_others_comes_before_them_whatever_they_are_called() -> None:
    first = definition("z", b"-- A number.\n\nCREATE FUNCTION public.z() RETURNS int LANGUAGE sql RETURN 1;\n")
    second = definition("y", b"-- One row.\n\nCREATE VIEW research.y AS\nSELECT z() AS a;\n")
    third = definition("x", b"-- One row.\n\nCREATE VIEW research.x AS\nSELECT y.a FROM research.y;\n")

    assert [first, second, third] == in_order([third, first, second])


def test_definitions_that_name_one_another_in_a_circle_have_no_order() -> None:
    one = definition("x", b"-- One row.\n\nCREATE VIEW research.x AS\nSELECT a FROM research.y;\n")
    other = definition("y", b"-- One row.\n\nCREATE VIEW research.y AS\nSELECT a FROM research.x;\n")

    with pytest.raises(CycleError):
        in_order([one, other])


def test_the_digest_is_another_where_a_file_is_or_is_called_otherwise_and_the_same_in_any_order() -> None:
    files = {"a": b"1", "b": b"2"}

    assert digest_of(files) == digest_of({"b": b"2", "a": b"1"})
    assert 4 == len({digest_of(each) for each in (files, {"a": b"1", "b": b"3"}, {"a": b"1", "c": b"2"}, {"a": b"1"})})


def test_lines_of_the_files_are_short_enough_to_be_read() -> None:
    said = {name: text.decode() for name, text in definition_files().items()}
    long = [
        name
        for name, text in said.items()
        if any(len(line) > 130 and "IS '" not in line and not line.startswith("    '") for line in text.splitlines())
    ]

    assert [] == long
