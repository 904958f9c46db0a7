"""
Points of several specifications, as they are published: no two of them, subtracted, tell of few vendors.

The specification that is asked for is published as elsewhere, and so is what a report compares of definitions and
attributions, whose sums are looked at together (`sales.CHOICES`). Numbers of accounts are rounded in every
specification, those of other derivations too: two differ by nothing or by five and more. A figure of sales, of turnover
or of listings under any other specification is made of sums that nobody compared with the others. Two such figures of
derivations that differ in one rating are that rating, and with as many specifications as vendors there is a combination
for each of them: none is published.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.disclosure.findings import PublicFindings, counts_accounts, withheld_for
from cryptodrug_scraper.reason import Reason

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.choice import Choice
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study
    from cryptodrug_scraper.study.points import Point

__all__ = ["PublicPoints"]

_WHY = Reason("why.withheld_compared")


@dataclass(frozen=True, slots=True)
class PublicPoints:
    """
    Makes points public.

    Attributes:
        choice: what is withheld of the current derivation.
        asked: the country, the window, and the definition and attribution that are asked for.
        study: whose claims they are of.
    """

    choice: Choice
    asked: Asked
    study: Study
    _made: dict[tuple[str | None, Asked], PublicFindings] = field(default_factory=dict, init=False, compare=False)

    def published(self, point: Point, connection: Connection) -> dict[str, Any]:
        """
        Return what is published of the finding of a point, as `PublicFindings.published` does.

        Args:
            point: of a specification.
            connection: which shows the derivation of the point.
        """
        row, taken = asdict(point.finding), point.specification
        definition, attribution = taken.definition or self.asked.definition, taken.attribution or self.asked.attribution
        how = replace(self.asked, definition=definition, attribution=attribution)
        if taken.derivation is None and how == self.asked:
            return self.choice.findings.published(row)
        claim = self.study.claim(row["claim_id"])
        is_compared = taken.derivation is None and claim is not None and claim.measure == "share"
        if claim is None or not (is_compared or counts_accounts(claim)):
            return withheld_for(row, _WHY)
        key = taken.derivation, how
        if key not in self._made:
            made = PublicFindings(connection, how, self.choice.sales, self.choice.listings, self.study)
            self._made[key] = made
        return self._made[key].published(row)
