"""Which words are taken for a site's own, where nobody wrote."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.scaffold.default_comments import default_comments


@pytest.mark.parametrize(
    "said",
    [
        "De koper liet geen commentaar achter.",
        "Der Käufer hat keinen Kommentar hinterlassen.",
        "Commande finalisée sans commentaire.",
        "El comprador no dejó comentarios.",
        "(bez komentáře)",
        "Покупатель не оставил комментарий",
        "No feedback comment",
    ],
)
def test_words_that_say_that_there_are_none_are_the_sites_where_several_ratings_have_them(said: str) -> None:
    others = [f"fine, parcel {number}" for number in range(60)]
    assert [said] == default_comments([*others, said, said])
    assert [] == default_comments([*others, said])  # somebody may have written it once


def test_words_that_many_ratings_have_alike_are_the_sites_whatever_they_say() -> None:
    others = [f"fine, parcel {number}" for number in range(16)]
    assert ["Enjoy!"] == default_comments([*others, *["Enjoy!"] * 6, *["ok"] * 3])
    assert [] == default_comments([*others, *["ok"] * 6, *["top"] * 4])
    assert [] == default_comments([*others, *["no complaints about this one"] * 3])
