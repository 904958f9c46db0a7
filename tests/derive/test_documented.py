"""The statements of docs/deriving.md give what the text around them says, from a figure down to the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner
from sqlalchemy import text

from cryptodrug_scraper.cli.show import show
from tests.derive.views import CONTRACT

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

PAGE = (Path(__file__).parents[2] / "docs" / "deriving.md").read_text(encoding="utf-8")


def test_the_way_from_a_figure_back_to_the_page(shared: Opened) -> None:
    month, vendors, sales, reviews = (
        sql for sql in re.findall(r"^ *```\n *(SELECT.*?;)\n *```$", PAGE, re.MULTILINE | re.DOTALL)
    )
    with shared.database.engine.connect() as connection:
        connection.execute(text("SET search_path TO research"))
        ((value, low, high, count),) = connection.execute(text(month)).all()
        months = connection.execute(text(vendors)).all()
        assert low <= value <= high
        assert abs(sum(row.transactions for row in months) - value) < 1e-6 * value
        assert count == sum(row.transactions > 0 for row in months)

        shown = connection.execute(text(sales.replace("…", months[0].vendor))).all()
        assert 0 < months[0].transactions_shown <= len(shown)

        (review,) = connection.execute(text(reviews.replace("…", str(shown[0].transaction_id)))).all()
        assert "+empire." in review.parser_version

    found = CliRunner().invoke(show, [str(shown[0].transaction_id)], catch_exceptions=False).stdout
    assert str(review.capture_id) in found


def test_every_view_of_the_contract_is_named() -> None:
    assert [] == [name for name in (view.partition("(")[0] for view in CONTRACT) if f"`{name}" not in PAGE]
