"""What researchers may rely on: the views of derived rows, the columns that each has, and what tells its rows apart."""

from __future__ import annotations

__all__ = ["CONTRACT", "JUDGED", "KEYS"]

CONTRACT = {
    "snapshot": "snapshot_id market first_at last_at crawl_id listing_completeness vendor_completeness "
    "review_completeness grade reason",
    "population": "snapshot_id of estimator value low high warning grade",
    "distinct_review": "review_id market vendor listing_id listing_source stars sign buyer_mask amount amount_currency "
    "occurred_from occurred_to first_seen_at last_seen_at sighting_count state",
    "transaction": "transaction_id market vendor listing_id occurred_from occurred_to amount_eur_low amount_eur "
    "amount_eur_high price_source price_flag quantity drug_class origin_codes",
    "listing_price": "market listing_id first_at last_at price currency price_eur price_flag",
    "vendor_month": "market vendor month transactions transactions_shown turnover_shown_eur transactions_low "
    "transactions_high counter_transactions feedback_rate turnover_eur turnover_eur_low turnover_eur_high "
    "turnover_raw_eur turnover_imputed_eur is_truncated",
    "market_month": "market month measure value low high vendor_count grade",
    "country_share('BE', 'D2', 'A1', '2018-11-01', '2019-11-30')": "market month measure value total share share_low "
    "share_high vendor_count",
    "listings_on('2019-03-20')": "market listing_id vendor presence before_snapshot_id after_snapshot_id "
    "listing_observation_id captured_at parse_run_id seen_on title category_id category_path price_amount "
    "price_currency price_unit ships_from_raw ships_to_raw origin_codes destination_codes destination_excluded payment "
    "product_class stock_count sold_count is_on_vacation drug_class substance quantity_grams quantity_units "
    "quantity_unit grade",
    "vendors_on('2019-03-20')": "market vendor presence before_snapshot_id after_snapshot_id origin_codes grade",
    "origin_history": "market vendor origin_codes from_earliest from_latest to_earliest to_latest",
    "origin_move": "market vendor from_codes to_codes moved_from moved_to",
    "destination('NL', '2019-03-20')": "market vendor listing_id ships why words",
    "account_link": "market_a vendor_a market_b vendor_b evidence strength decision",
    "migration": "event from_market from_vendor class to_market to_vendor first_seen_from first_seen_to",
    "finding": "finding market measure unit value low high n country first_day last_day definition attribution grade "
    "study verdict why sql study_id claim_id",
}
"""The columns of each view or function; each has more, and all but the functions of a country have ``derive_run``."""

KEYS = {
    "capture_time": ("capture_id",),
    "snapshot": ("snapshot_id",),
    "population": ("snapshot_id", "of", "estimator"),
    "listing_presence": ("snapshot_id", "listing_id"),
    "listing_at_snapshot": ("snapshot_id", "listing_id"),
    "vendor_presence": ("snapshot_id", "vendor"),
    "listing_price": ("market", "listing_id", "first_at", "currency", "price"),
    "listing_month": ("market", "listing_id", "month"),
    "distinct_review": ("review_id",),
    "review_page": ("review_id",),
    "transaction": ("transaction_id",),
    "transaction_origin": ("transaction_id", "code"),
    "vendor_month": ("market", "vendor", "month"),
    "market_month": ("market", "month", "measure"),
    "rating_delay": ("market",),
    "rating_month": ("market", "month"),
    "order_doubt": ("derive_run",),
    "origin_month": ("market", "number"),
    "origin_history": ("market", "vendor", "from_latest"),
    "origin_move": ("market", "vendor", "moved_to", "number"),
    "destination_spell": ("market", "number"),
    "account_name": ("market", "printed_name"),
    "error_count": ("kind", "told", "truth"),
    "corrected_field": ("record_id", "field"),
    "account_link": ("market_a", "vendor_a", "market_b", "vendor_b", "evidence"),
    "migration": ("event", "from_market", "from_vendor", "number"),
    "fx_rate": ("day", "currency"),
    "region_country": ("number",),
    "derivation": ("derive_run",),
    "finding": ("ordinal",),
}
"""What tells the rows of each view apart; in a database of several derivations, within the one that is shown."""

JUDGED = {"error_count", "corrected_field"}
"""Views without a row until people judged a sample of the database, or decided on a field."""
