-- What makes questions short: the page that a rating rests on, and countries among places.

-- An identifier of a row begins as that of its reading does: so its page is found without reading all reviews. LIMIT
-- makes this a search for one rating after the other, for the few that somebody asks about.
CREATE VIEW research.review_page AS
SELECT
    current.derive_run, rating.market, rating.review_id, rating.vendor, rating.listing_id, o.age_raw,
    o.occurred_from AS page_occurred_from, o.occurred_to AS page_occurred_to, rating.occurred_from, rating.occurred_to,
    o.stars, o.sign, comment.body AS comment, o.amount, o.amount_currency, o.listing_title, o.position::bigint AS position,
    rating.sighting_count, rating.state, o.captured_at, o.parse_run_id, run.capture_id,
    rating.last_review_observation_id AS review_observation_id
FROM derived.current_part current
JOIN derived.distinct_review rating USING (part_id)
LEFT JOIN LATERAL (
    SELECT said.*
    FROM review_observation said
    WHERE said.captured_at = rating.last_seen_at
      AND said.parse_run_id >= ("left"(rating.last_review_observation_id::text, 28) || '00000000')::uuid
      AND said.parse_run_id <= ("left"(rating.last_review_observation_id::text, 28) || 'ffffffff')::uuid
      AND row_id(said.parse_run_id, 3, said.ordinal) = rating.last_review_observation_id
    LIMIT 1
) o ON true
LEFT JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
LEFT JOIN text comment ON comment.sha256 = o.comment_sha256;

COMMENT ON VIEW research.review_page IS
    'One row per rating left (distinct_review): what the page that showed it last says of it, and which page that is. cryptodrug show with any identifier of the row prints the page.';
DO $$
DECLARE
    said record;
BEGIN
    FOR said IN
        SELECT DISTINCT ON (a.attname) a.attname, col_description(from_view.attrelid, from_view.attnum) AS meaning
        FROM pg_attribute a
        JOIN (VALUES ('research.distinct_review', 1, 'review_id,vendor,listing_id,occurred_from,occurred_to,sighting_count,state,market,derive_run'),
                     ('research.review', 2, NULL)) AS source(view, rank, only_these) ON true
        JOIN pg_attribute from_view ON from_view.attrelid = source.view::regclass AND from_view.attname = a.attname
        WHERE a.attrelid = 'research.review_page'::regclass AND a.attnum > 0
          AND (source.only_these IS NULL OR a.attname::text = ANY (string_to_array(source.only_these, ',')))
        ORDER BY a.attname, source.rank
    LOOP
        EXECUTE format('COMMENT ON COLUMN research.review_page.%I IS %L', said.attname, said.meaning);
    END LOOP;
END
$$;
COMMENT ON COLUMN research.review_page.page_occurred_from IS
    'Earliest instant at which it can have been left, by this page alone (UTC). NULL: the page does not say.';
COMMENT ON COLUMN research.review_page.page_occurred_to IS
    'End of the interval that begins with page_occurred_from, itself outside (UTC). NULL: the page does not say.';

CREATE FUNCTION research.countries(codes text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT array_agg(DISTINCT named.code ORDER BY named.code)
    FROM unnest(codes) AS named (code) WHERE length(named.code) = 2 AND named.code <> 'EU';
END;

COMMENT ON FUNCTION research.countries(text[]) IS
    'The countries among the codes of places (ISO 3166-1 alpha-2), sorted, each once: without regions such as EU, EUROPE and WORLD. NULL: there is none.';

-- Two views together are often more tables than the eight that the planner puts in the best order by itself: without this
-- it takes whole tables together before it looks at what was asked for.
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I SET join_collapse_limit = 12', current_database());
    EXECUTE format('ALTER DATABASE %I SET from_collapse_limit = 12', current_database());
    EXECUTE format('ALTER DATABASE %I SET geqo_threshold = 13', current_database());
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;  -- the database is another's; the program's own connections set it
END
$$;
