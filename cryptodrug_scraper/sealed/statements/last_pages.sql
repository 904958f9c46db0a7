-- The last page that showed each of some ratings.
-- :names: identifiers of the ratings, which are those of the sales that they stand for.

SELECT CAST(r.review_id AS text) AS review_id, r.last_review_observation_id
FROM research.distinct_review r WHERE r.review_id = ANY (CAST(:names AS uuid[]))
