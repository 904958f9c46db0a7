-- One row per decision of a person, or withdrawal of one: who, when and why, whether it counts in the current derivation,
-- and how many rows of which tables it changed. Source: cryptodrug decision, derive.decided.

CREATE VIEW research.decision AS
SELECT
    d.decision_id, d.kind,
    coalesce(d.subject ->> 'market', d.subject -> 'first' ->> 'market') AS market,
    coalesce(d.subject ->> 'vendor', d.subject -> 'first' ->> 'vendor') AS vendor,
    d.subject -> 'second' ->> 'market' AS market_b, d.subject -> 'second' ->> 'vendor' AS vendor_b,
    d.subject ->> 'listing_id' AS listing_id, d.subject ->> 'title' AS title,
    (d.subject ->> 'price')::numeric AS price_amount, d.subject ->> 'currency' AS currency,
    (d.subject ->> 'first_day')::date AS first_day, (d.subject ->> 'last_day')::date AS last_day,
    (d.subject ->> 'capture_id')::uuid AS capture_id, d.subject ->> 'record' AS record,
    (d.subject ->> 'ordinal')::integer AS ordinal, d.subject ->> 'field' AS field,
    d.verdict, d.value, d.decided_by, d.decided_at, d.decided_why, d.replaces,
    CASE
        WHEN d.verdict = 'withdrawn' THEN 'withdrawal'
        WHEN EXISTS (SELECT FROM decision later WHERE later.replaces = d.decision_id AND later.verdict = 'withdrawn')
            THEN 'withdrawn'
        WHEN EXISTS (SELECT FROM decision later WHERE later.replaces = d.decision_id) OR EXISTS (
            SELECT FROM decision newer
            WHERE newer.subject = d.subject AND (newer.decided_at, newer.decision_id) > (d.decided_at, d.decision_id)
              AND NOT EXISTS (SELECT FROM decision later WHERE later.replaces = newer.decision_id))
            THEN 'replaced'
        ELSE coalesce(told.state, 'pending')
    END AS state,
    d.ground -> 'seen' AS seen, d.ground ->> 'parser_version' AS parser_version, told.found, told.changed
FROM decision d
LEFT JOIN LATERAL (
    SELECT
        (array_agg(known.state))[1] AS state, (array_agg(known.found))[1] AS found,
        (SELECT jsonb_object_agg(effect.table_name, effect.row_count)
         FROM derived.decision_effect effect
         JOIN derived.current_part USING (part_id)
         WHERE effect.decision_id = d.decision_id) AS changed
    FROM derived.decision_state known
    JOIN derived.current_part USING (part_id)
    WHERE known.decision_id = d.decision_id
) told ON true;

COMMENT ON COLUMN research.decision.market IS 'Code of the market; of a link that of the first account.';
COMMENT ON COLUMN research.decision.vendor IS
    'The account; of a link the first. Personal data. NULL: it is about a listing or a page.';
COMMENT ON COLUMN research.decision.market_b IS 'Of a link the market of the second account. NULL: it is no link.';
COMMENT ON COLUMN research.decision.vendor_b IS
    'Of a link the second account. Personal data. NULL: it is no link.';
COMMENT ON COLUMN research.decision.listing_id IS 'The listing. NULL: it is about no single listing.';
COMMENT ON COLUMN research.decision.title IS 'The title of the listings that it is about. NULL: no title.';
COMMENT ON COLUMN research.decision.price_amount IS
    'The price that it is about, in currency. NULL: it is no holding_price.';
COMMENT ON COLUMN research.decision.currency IS 'ISO 4217 code, or BTC, BCH, XMR, LTC. NULL: it is no holding_price.';
COMMENT ON COLUMN research.decision.first_day IS 'First day that it is about (UTC). NULL: since ever, or about no days.';
COMMENT ON COLUMN research.decision.last_day IS 'Last day that it is about (UTC). NULL: for ever, or about no days.';
COMMENT ON COLUMN research.decision.capture_id IS 'The page whose field it is about. NULL: it is no field.';
COMMENT ON COLUMN research.decision.record IS 'Kind of the record: listing, vendor or review. NULL: it is no field.';
COMMENT ON COLUMN research.decision.ordinal IS
    'Place of the record among those of the page, from 0. NULL: it is no field.';
COMMENT ON COLUMN research.decision.field IS 'The column that the field fills. NULL: it is no field.';
COMMENT ON COLUMN research.decision.state IS
    'applied, ground_changed or without_ground, as in decision_state; pending (the current derivation was made without it); '
    'replaced; withdrawn; or withdrawal.';
COMMENT ON COLUMN research.decision.seen IS 'What the person saw, by column. NULL: a withdrawal.';
COMMENT ON COLUMN research.decision.found IS
    'What is there without it in the current derivation, by column. NULL: the derivation was made without it, or found nothing.';
COMMENT ON COLUMN research.decision.parser_version IS
    'Version of the parser whose reading the person saw. NULL: not one reading was seen.';
COMMENT ON COLUMN research.decision.changed IS
    'How many rows of which tables it changed, by table. NULL: none.';
