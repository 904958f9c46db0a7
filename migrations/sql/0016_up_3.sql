ANALYZE reading_list;

INSERT INTO review_list (month, review_list_id)
SELECT DISTINCT month, review_list_id FROM reading_list;

INSERT INTO review_observation (
    month, review_list_id, ordinal, position, occurred_from, occurred_to, vendor, listing_id, listing_title, stars, sign,
    comment_sha256, is_default_comment, buyer_mask, amount, amount_currency, amount_step, amount_step_currency, age_raw,
    reply_sha256, empty_fields
)
SELECT
    list.month, list.review_list_id, o.ordinal, o.position, o.occurred_from, o.occurred_to, o.vendor, o.listing_id,
    o.listing_title, o.stars, o.sign, o.comment_sha256, o.is_default_comment, o.buyer_mask, o.amount, o.amount_currency,
    o.amount_step, o.amount_step_currency, o.age_raw, o.reply_sha256, o.empty_fields
FROM (
    SELECT DISTINCT ON (review_list_id) * FROM reading_list ORDER BY review_list_id, parse_run_id
) list
JOIN leaving.review_observation o ON o.parse_run_id = list.parse_run_id;

UPDATE parse_run run
SET review_list_id = list.review_list_id
FROM reading_list list
WHERE list.parse_run_id = run.parse_run_id AND list.captured_at IS NOT DISTINCT FROM run.captured_at;

CREATE INDEX review_observation_list_idx ON review_observation (review_list_id);
CREATE INDEX review_observation_vendor_idx ON review_observation (vendor);
CREATE INDEX parse_run_review_list_idx ON parse_run (review_list_id) WHERE review_list_id IS NOT NULL;

-- Month by month, as the server does it by itself later: until then, every month would be read for a question about one.
DO $$
DECLARE
    month regclass;
BEGIN
    FOR month IN
        SELECT inhrelid FROM pg_inherits
        WHERE inhparent IN ('parse_run'::regclass, 'review_list'::regclass, 'review_observation'::regclass)
    LOOP
        EXECUTE format('ANALYZE %s', month);
    END LOOP;
END
$$;
