-- One row per rating that a buyer left, however often and on however many pages it was seen. Source:
-- measures.ratings.review_identity, measures.ratings.review_listing (E3).

CREATE VIEW research.distinct_review AS
SELECT
    current.derive_run, t.market, t.review_id, t.vendor, t.listing_id, t.listing_ids, t.listing_source, t.stars,
    t.sign, t.is_default_comment, t.buyer_mask, t.amount, t.amount_currency, t.occurred_from, t.occurred_to,
    t.first_seen_at, t.last_seen_at, t.sighting_count, t.state, t.certainty,
    t.last_review_observation_id
FROM derived.current_part current
JOIN derived.distinct_review t USING (part_id);
