-- Forget texts (table removal_searched_text) that nothing is searched for by any more.

DELETE FROM search_text said
WHERE said.text_digest IN (SELECT text_digest FROM removal_searched_text)
  AND NOT EXISTS (SELECT FROM search_entry entry WHERE entry.text_digest = said.text_digest)
