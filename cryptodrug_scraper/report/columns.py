"""The columns of a report's tables: what each is called, and how its values are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.report.parts import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.report.parts import Kind
    from cryptodrug_scraper.words.wording import Words

__all__ = ["COLUMNS", "table_columns"]

COLUMNS: Mapping[str, tuple[str, Kind]] = {
    "agrees": ("verdict.agrees", "number"),
    "disagrees": ("verdict.disagrees", "number"),
    "cannot_tell": ("verdict.cannot_tell", "number"),
    "unknown": ("robust.unknown_head", "number"),
    "specifications": ("robust.specifications", "number"),
    "figure_least": ("robust.least", "unit"),
    "figure_most": ("robust.most", "unit"),
    "turned": ("robust.turned_head", "text"),
    "apart": ("robust.apart_head", "number"),
    "specification": ("robust.specification", "text"),
    "defensible": ("robust.defensible_head", "text"),
    "kind_name": ("robust.kind", "text"),
    "choice": ("robust.choice", "text"),
    "replaces": ("robust.replaces", "long"),
    "made_name": ("robust.made", "text"),
    "changed": ("robust.changed", "number"),
    "turned_count": ("robust.turned_count", "number"),
    "unknown_count": ("robust.unknown_head", "number"),
    "account_count": ("column.account_count", "number"),
    "after": ("column.after", "amount"),
    "agree": ("column.agree", "number"),
    "all_rate": ("rated.all_rate", "decimal"),
    "all_rating_count": ("rated.all_rating_count", "number"),
    "all_sales": ("rated.all_sales", "number"),
    "all_share": ("column.all_share", "percent"),
    "ambiguous_count": ("class.ambiguous", "number"),
    "arguments": ("column.arguments", "code"),
    "arrived": ("column.arrived", "number"),
    "arrived_share": ("column.arrived_share", "percent"),
    "at_risk": ("column.at_risk", "number"),
    "attribution": ("column.attribution", "code"),
    "band": ("column.band", "text"),
    "band_from": ("column.above", "euro"),
    "before": ("column.before", "amount"),
    "by_bytes": ("column.by_bytes", "number"),
    "by_clock": ("column.by_clock", "number"),
    "by_counters": ("column.by_counters", "number"),
    "by_rates": ("column.by_rates", "number"),
    "by_ratings": ("column.by_ratings", "number"),
    "by_rest": ("column.by_rest", "number"),
    "capture_count": ("column.captures", "number"),
    "class": ("column.class", "text"),
    "clean_share": ("column.clean", "percent"),
    "code": ("column.code", "code"),
    "country": ("column.country", "country"),
    "currency": ("column.currency", "code"),
    "cut": ("column.cut", "number"),
    "days": ("column.days", "number"),
    "days_known": ("column.days_known", "number"),
    "days_median": ("column.days_median", "number"),
    "days_most": ("column.days_most", "number"),
    "decision": ("column.decision", "decision"),
    "definition": ("column.definition", "code"),
    "drug_class": ("column.drug_class", "text"),
    "errors": ("column.errors", "number"),
    "estimate": ("column.value", "number"),
    "estimator": ("column.estimator", "estimator"),
    "event": ("column.event", "event"),
    "event_name": ("column.event", "text"),
    "evidence": ("column.evidence", "evidence"),
    "excluded": ("column.excluded", "number"),
    "figure": ("column.value", "unit"),
    "finding": ("column.finding", "code"),
    "first_at": ("column.first_at", "moment"),
    "first_day": ("column.earliest", "day"),
    "first_on": ("column.earliest", "day"),
    "first_seen_from": ("column.earliest", "moment"),
    "first_seen_to": ("column.latest", "moment"),
    "from_codes": ("column.from", "countries"),
    "from_market": ("column.from", "market"),
    "from_vendor": ("column.vendor", "code"),
    "gini": ("column.gini", "decimal"),
    "grade": ("column.grade", "grade"),
    "group": ("column.group", "code"),
    "hhi": ("column.hhi", "decimal"),
    "incomplete_count": ("column.cut", "number"),
    "is_simultaneous": ("column.simultaneous", "text"),
    "interval_name": ("fact.interval", "text"),
    "jump": ("column.jump", "decimal"),
    "kept_codes": ("column.kept", "countries"),
    "kind": ("column.kind", "kind"),
    "last_at": ("column.last_at", "moment"),
    "last_day": ("column.latest", "day"),
    "last_on": ("column.latest", "day"),
    "listing_completeness": ("column.listing_completeness", "percent"),
    "listing_count": ("measure.listings", "number"),
    "listing_expected": ("column.listing_expected", "number"),
    "listing_seen": ("column.listing_seen", "number"),
    "market": ("column.market", "market"),
    "meaning": ("column.meaning", "text"),
    "measure": ("column.measure", "measure"),
    "measure_name": ("column.measure", "text"),
    "migrant_count": ("class.migrant", "number"),
    "migrant_share": ("column.migrant_part", "percent"),
    "month": ("column.month", "month"),
    "moved": ("column.moved", "number"),
    "moved_from": ("column.earliest", "moment"),
    "moved_from_codes": ("column.from", "origins"),
    "moved_share": ("column.moved_share", "percent"),
    "moved_to": ("column.latest", "moment"),
    "moved_to_codes": ("column.to", "origins"),
    "moves": ("column.moves", "number"),
    "multi_homer_count": ("class.multi_homer", "number"),
    "n": ("column.counted", "number"),
    "name": ("column.name", "code"),
    "named": ("column.named", "number"),
    "named_share": ("column.share", "percent"),
    "newer": ("column.newer", "number"),
    "number": ("column.number", "number"),
    "of": ("column.of", "measure"),
    "of_country": ("column.of_country", "amount"),
    "of_market": ("column.of_market", "amount"),
    "older": ("column.older", "number"),
    "origin_codes": ("column.origins", "countries"),
    "origins": ("column.origins", "origins"),
    "other_count": ("class.lost", "number"),
    "out_of": ("column.out_of", "number"),
    "pages": ("column.captures", "number"),
    "printed": ("column.printed", "text"),
    "quotient": ("column.quotient", "decimal"),
    "rate_source": ("column.source", "rate_source"),
    "rate": ("rated.rate", "decimal"),
    "rated": ("rated.rated", "number"),
    "rating_count": ("rated.rating_count", "number"),
    "ratio": ("column.ratio", "decimal"),
    "reach": ("column.reach", "text"),
    "refused": ("column.refused", "text"),
    "review_completeness": ("column.review_completeness", "percent"),
    "route": ("column.route", "text"),
    "printed_count": ("column.printed_count", "number"),
    "sale_count": ("column.sale_count", "number"),
    "sales": ("rated.sales", "number"),
    "sequential": ("column.sequential", "number"),
    "setting": ("column.value", "code"),
    "share": ("column.share", "percent"),
    "simultaneous": ("column.simultaneous", "number"),
    "snapshot_count": ("column.snapshots", "number"),
    "source": ("column.source", "text"),
    "study": ("column.study", "long"),
    "substance": ("column.substance", "text"),
    "time_source": ("column.time_source", "time_source"),
    "to_codes": ("column.to", "countries"),
    "to_market": ("column.to", "market"),
    "to_vendor": ("column.vendor", "code"),
    "top_10_share": ("column.top_10", "percent"),
    "total": ("column.total", "number"),
    "total_amount": ("column.total", "amount"),
    "transaction_share": ("column.share", "percent"),
    "transactions": ("measure.transactions", "number"),
    "turnover_eur": ("measure.turnover_eur", "euro"),
    "turnover_share": ("column.share", "percent"),
    "type": ("column.type", "code"),
    "unsure": ("column.unsure", "number"),
    "vendor": ("column.vendor", "code"),
    "vendor_completeness": ("column.vendor_completeness", "percent"),
    "vendor_count": ("column.vendor_count", "number"),
    "verdict_name": ("column.verdict", "verdict"),
    "view": ("column.name", "code"),
    "wall_count": ("column.walls", "number"),
    "walls": ("column.walls", "number"),
    "warning": ("column.warning", "warning"),
    "warnings": ("column.warnings", "number"),
    "whole": ("column.of_market", "amount"),
    "whole_vendor_count": ("column.market_vendor_count", "number"),
    "why": ("column.why", "long"),
    "window_from": ("column.window_from", "day"),
    "window_to": ("column.window_to", "day"),
    "window_days": ("column.window_days", "number"),
    "with_issues": ("column.with_issues", "number"),
    "without_time": ("column.without_time", "number"),
}
"""By its name: the message that heads a column, and how its values are written."""
_ENDS = {"low": "column.low", "high": "column.high"}
"""Ends of an interval, whose values are written as the value before them."""


def table_columns(words: Words, *names: str | tuple[str, str]) -> list[Column]:
    """
    Return the columns of a table.

    Args:
        words: of the report's language.
        names: of columns of the frame, each as `COLUMNS` has it; a pair is a column of the frame and the name under
            which `COLUMNS` has it, where another figure uses the first for something else. ``low``, ``high`` and names
            that end so are the ends of the interval of the column before them.

    Raises:
        KeyError: a name is not in `COLUMNS`.
    """
    shown: list[Column] = []
    for pair in names:
        name, known = (pair, pair) if isinstance(pair, str) else pair
        end = _ENDS.get(known.rpartition("_")[2])
        heading, kind = COLUMNS[known] if end is None else (end, shown[-1].kind)
        write = words.sentence if heading.startswith(("measure.", "class.", "verdict.")) else words
        shown.append(Column(name, write(heading), kind))
    return shown
