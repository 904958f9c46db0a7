-- Hosts that archives state: one row each, with how many captures lie there. NULL: no address, or none of a host.
-- Rows of a host are counted as they come, on all cores; of captures that lie at several places, those too many are
-- taken off.

WITH place AS (
    SELECT split_part(url, '/', 1) AS scheme, split_part(url, '/', 2) AS between, split_part(url, '/', 3) AS named,
        min(url) AS url, count(*) AS rows
    FROM capture_origin
    GROUP BY 1, 2, 3
), hosts AS (
    SELECT substring(url FROM '^[a-z]+://([^/:?#]+)') AS host, sum(rows) AS rows FROM place GROUP BY 1
), several AS MATERIALIZED (
    SELECT capture_id FROM capture_origin GROUP BY 1 HAVING count(*) > 1
), again AS (
    SELECT substring(o.url FROM '^[a-z]+://([^/:?#]+)') AS host, count(*) - count(DISTINCT o.capture_id) AS rows
    FROM several JOIN capture_origin o USING (capture_id)
    GROUP BY 1
)
SELECT hosts.host, (hosts.rows - coalesce(again.rows, 0))::bigint AS captures
FROM hosts LEFT JOIN again ON again.host IS NOT DISTINCT FROM hosts.host
