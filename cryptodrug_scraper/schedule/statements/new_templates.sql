-- Kinds of pages of a market whose template changed during a crawl, with the first UTC day of the new one.
-- :market: its code.
-- :began: when the crawl began.
-- :ended: when it ended.

SELECT kind, min(day) AS day
FROM research.template_change
WHERE market = :market AND day BETWEEN (:began AT TIME ZONE 'UTC')::date AND (:ended AT TIME ZONE 'UTC')::date
GROUP BY kind
ORDER BY kind
