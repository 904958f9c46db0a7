"""Slow tests, and groups that are slow as a whole, begin first where processes share the tests."""

from __future__ import annotations

import pytest

from tests.support.slow_first import file_and_group, slow_first

SECONDS = {"files": {"b.py": 30.0, "d.py": 2.0}, "groups": {"servers": 50.0, "b.py": 1.0}}


def test_a_group_begins_by_what_all_of_its_tests_take_and_stays_together() -> None:
    tests = [("a.py", ""), ("d.py", "servers"), ("b.py", ""), ("d.py", ""), ("a.py", "servers"), ("d.py", "servers")]

    order = [tests[place] for place in slow_first(tests, SECONDS)]

    servers = [("a.py", "servers"), ("d.py", "servers"), ("d.py", "servers")]
    assert [*servers, ("b.py", ""), ("d.py", ""), ("a.py", "")] == order


def test_tests_of_a_file_stay_as_they_were_shuffled() -> None:
    tests = [("b.py", "")] * 3 + [("c.py", "")] * 2 + [("b.py", "")]

    assert [0, 1, 2, 5, 3, 4] == slow_first(tests, SECONDS)


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("tests/a.py::test_it", ("tests/a.py", "")),
        ("tests/a.py::test_it@exit codes", ("tests/a.py", "exit codes")),
        ("tests/a.py::test_it[x@y]", ("tests/a.py", "")),
        ("tests/a.py::test_it[x@y]@tests/a.py", ("tests/a.py", "tests/a.py")),
    ],
)
def test_the_group_is_behind_all_parameters(test: str, expected: tuple[str, str]) -> None:
    assert expected == file_and_group(test)
