-- One row per rating left (distinct_review): what the page that showed it last says of it, and which page that is.
-- cryptodrug show with any identifier of the row prints the page. What people decided of fields (corrected_field) stands
-- in place of what was read.

-- An identifier of a row begins as that of its reading does, and ends with the row's place: so a rating is found without
-- reading the others of its page, which may be thousands. OFFSET and LIMIT make this a search for one rating after the
-- other, whatever statistics the server has.
CREATE VIEW research.review_page AS
SELECT
    current.derive_run, rating.market, rating.review_id, rating.vendor, rating.listing_id, o.age_raw,
    o.occurred_from AS page_occurred_from, o.occurred_to AS page_occurred_to, rating.occurred_from, rating.occurred_to,
    o.stars, o.sign,
    CASE WHEN corrected.fields ? 'comment' THEN corrected.fields ->> 'comment' ELSE comment.body END AS comment,
    o.amount, o.amount_currency, o.listing_title, o.position::bigint AS position,
    rating.sighting_count, rating.state, read.captured_at, read.parse_run_id, read.capture_id,
    rating.last_review_observation_id AS review_observation_id
FROM derived.current_part current
JOIN derived.distinct_review rating USING (part_id)
LEFT JOIN LATERAL (
    SELECT run.captured_at, run.parse_run_id, run.capture_id, said.*
    FROM (
        SELECT page.captured_at, page.parse_run_id, page.capture_id, page.review_list_id
        FROM parse_run page
        WHERE page.captured_at = rating.last_seen_at
          AND page.parse_run_id >= ("left"(rating.last_review_observation_id::text, 28) || '00000000')::uuid
          AND page.parse_run_id <= ("left"(rating.last_review_observation_id::text, 28) || 'ffffffff')::uuid
        OFFSET 0
    ) run
    CROSS JOIN LATERAL (
        SELECT listed.*
        FROM review_observation listed
        WHERE listed.review_list_id = run.review_list_id
          AND listed.month = date_trunc('month', run.captured_at AT TIME ZONE 'UTC')::date
          AND listed.ordinal = ('x' || "right"(rating.last_review_observation_id::text, 6))::bit(24)::integer
        OFFSET 0
    ) said
    LIMIT 1
) read ON true
LEFT JOIN (
    SELECT
        capture_id, ordinal, jsonb_object_agg(field, value) AS fields,
        jsonb_populate_record(NULL::review_observation, jsonb_object_agg(field, value)) AS made
    FROM research.corrected_field
    WHERE record = 'review'
    GROUP BY capture_id, ordinal
) corrected ON corrected.capture_id = read.capture_id AND corrected.ordinal = read.ordinal
{corrected review: read as o};

COMMENT ON COLUMN research.review_page.page_occurred_from IS
    'Earliest instant at which it can have been left, by this page alone (UTC). NULL: the page does not say.';
COMMENT ON COLUMN research.review_page.page_occurred_to IS
    'End of the interval that begins with page_occurred_from, itself outside (UTC). NULL: the page does not say.';
COMMENT ON COLUMN research.review_page.comment IS 'The words of the buyer. NULL: not shown, or shown empty.';
COMMENT ON COLUMN research.review_page.position IS 'Position in the page''s list, from 1.';
COMMENT ON COLUMN research.review_page.review_observation_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
