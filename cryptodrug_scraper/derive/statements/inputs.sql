-- What was observed of each market, and is known of it otherwise: one row per market of which a reading counts; last_at
-- is null where none has a time. A reading's identifier is made of the page and the parser's version, so it stands for
-- all that the page states. months: those of its readings, as a JSON array of the first day (null: no time), how many
-- there are, and what tells which.

WITH of_month AS MATERIALIZED (
    SELECT
        run.market,
        date_trunc('month', run.captured_at AT TIME ZONE 'UTC')::date AS month,
        count(*) AS number,
        sum(('x' || left(md5(run.parse_run_id::text), 16))::bit(64)::bigint) AS readings,
        min(run.captured_at) AS first_at,
        max(run.captured_at) AS last_at
    FROM counted_reading run
    WHERE run.market IS NOT NULL
    GROUP BY 1, 2
), of_source AS MATERIALIZED (
    SELECT run.market, origin.time_source, count(*)::text AS number
    FROM counted_reading run JOIN capture_origin origin USING (capture_id)
    WHERE run.market IS NOT NULL
    GROUP BY run.market, origin.time_source
)
SELECT
    run.market,
    sum(run.number)::text || ' ' || sum(run.readings)::text
        || ' ' || coalesce(min(run.first_at)::text, '') || ' ' || coalesce(max(run.last_at)::text, '')
        || ' ' || coalesce(
            (SELECT string_agg((e.event, e.acts, e.first_on, e.last_on, e.evidence)::text, ' ' ORDER BY e.event)
             FROM market_event e WHERE e.market = run.market), '')
        || ' ' || coalesce(
            (SELECT string_agg(crawl.crawl_id::text, ' ' ORDER BY crawl.crawl_id) FROM crawl
             WHERE crawl.market = run.market), '')
        || ' ' || coalesce(
            (SELECT string_agg(told.time_source || told.number, ' ' ORDER BY told.time_source)
             FROM of_source told WHERE told.market = run.market), '') AS digest,
    max(run.last_at) AS last_at,
    -- without OFFSET this is planned to end at the first row, and of a market without amounts no row ends it
    EXISTS (
        SELECT FROM review_observation o
        JOIN (
            SELECT
                counted.review_list_id,
                date_trunc('month', counted.captured_at AT TIME ZONE 'UTC')::date AS month
            FROM counted_reading counted
            WHERE counted.market = run.market AND counted.captured_at IS NOT NULL
            OFFSET 0
        ) of_it ON of_it.review_list_id = o.review_list_id AND of_it.month = o.month
        WHERE o.amount IS NOT NULL
    ) OR EXISTS (
        SELECT FROM review_observation o
        JOIN (
            SELECT counted.review_list_id
            FROM counted_reading counted
            WHERE counted.market = run.market AND counted.captured_at IS NULL
            OFFSET 0
        ) of_it ON of_it.review_list_id = o.review_list_id
        WHERE o.month IS NULL AND o.amount IS NOT NULL
    ) AS prints_amounts,
    jsonb_agg(
        jsonb_build_array(run.month, run.number, run.readings::text) ORDER BY run.month
    )::text AS months
FROM of_month run
GROUP BY run.market
ORDER BY run.market
