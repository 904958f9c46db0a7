"""Names and counts in the links of menus."""

from __future__ import annotations

import pytest
from lxml import html

from cryptodrug_scraper.page.menus import menu_name


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("<a>Hasj <span>(1.204)</span></a>", "Hasj"),
        ("<a>→ Ecstasy &amp; MDMA ›</a>", "Ecstasy & MDMA"),
        ("<a>Weed [12+]</a>", "Weed"),
        ("<a>2C-B</a>", "2C-B"),
        ("<a>Vitamin B12</a>", "Vitamin B12"),
        ("<a>17</a>", ""),
        pytest.param(f"<a><b>Hasj</b> {'1 ' * 20_000}x</a>", "", id="very long"),
    ],
)
def test_counts_and_arrows_are_no_part_of_a_name(link: str, name: str) -> None:
    element = html.fragment_fromstring(link)
    assert name == menu_name(element, " ".join(element.text_content().split()))
