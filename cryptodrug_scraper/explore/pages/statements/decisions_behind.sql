-- Decisions of people, the newest first, with what became of them in the current derivation.
-- :decisions: their identifiers, as text.

SELECT
    decision_id, kind, verdict, coalesce(value ->> field, value::text) AS value, market, vendor, market_b, vendor_b,
    listing_id, title, field, state, changed, decided_at, decided_why
FROM decision
WHERE decision_id::text = ANY (CAST(:decisions AS text[]))
ORDER BY decided_at DESC, decision_id
