-- Forget by what they are searched for (table removal_searched), and keep which texts those were.

WITH gone AS (
    DELETE FROM search_entry entry USING removal_searched lost
    WHERE entry.kind = lost.kind AND entry.market = lost.market AND entry.name = lost.name
    RETURNING entry.text_digest
)
INSERT INTO removal_searched_text SELECT DISTINCT text_digest FROM gone
