"""A file of decisions: the same for the same decisions, and a line that is none is named."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from cryptodrug_scraper.decisions.lines import from_lines, to_lines
from cryptodrug_scraper.errors import ConfigurationError
from tests.decisions.deciding import AT, CLASS, COUNTRY, FIELD, PRICE, decided, link, unchecked

ALL = decided(
    unchecked(link("dream/a", "empire/Ω/b"), decided_why='zegt "zelf"\nhttps://…'),
    unchecked(COUNTRY, value={"origin_codes": ["BE", "EUROPE"]}, decided_at=AT - timedelta(days=3)),
    unchecked(PRICE, "rejected"),
    unchecked(CLASS, "corrected", {"drug_class": "Benzos", "product_class": "physical"}),
    unchecked(FIELD, "corrected", {"price_amount": "45"}),
)  # fmt: skip


def test_what_is_written_is_read_and_the_same_decisions_give_the_same_file() -> None:
    content = to_lines(ALL)
    assert from_lines(content, "x") == ALL
    assert content == to_lines(dict(reversed(ALL.items())))
    lines = [json.loads(line) for line in content.splitlines()]
    assert sorted(line["decided_at"] for line in lines) == [line["decided_at"] for line in lines]
    assert len(lines) == len(ALL)


FIRST = to_lines(ALL).splitlines()[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "JSON is malformed|truncated"),
        (b"[]", "one JSON object"),
        (b"\xff\xfe\x00", "invalid|malformed"),
        (b'{"decided_by": "\xe9"}', "[Uu]tf-?8|[Ii]nvalid"),
        (b"[" * 100_000, "malformed|recursion|depth|truncated"),
        (FIRST.replace(b'"BE"', b'"NL"', 1), "does not say what .* said: take decision_id out"),
        (FIRST.replace(b'"accepted"', b'"perhaps"'), "perhaps"),
        (FIRST.replace(b'"country"', b'"weather"'), "weather"),
        (FIRST.replace(b'"decided_by"', b'"decider"'), "decide"),
        (FIRST[:-1] + b',"colour":1}', "colour"),
    ],
)
def test_a_line_that_is_no_decision_is_named_with_its_number(line: bytes, said: str) -> None:
    with pytest.raises(ConfigurationError, match=f"(?s)mine, line 3: .*({said}).*Nothing was loaded; correct the line"):
        from_lines(FIRST + b"\n\n" + line, "mine")
