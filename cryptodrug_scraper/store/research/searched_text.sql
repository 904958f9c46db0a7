-- One row per listing or account and distinct text that any page, by any reading, says of it, with the form in which it is
-- searched: who looks for words compares theirs in the same form (search_form), and a server finds them by an index.

CREATE VIEW research.searched_text AS
SELECT e.kind, e.market, e.name, e.field, t.form, e.text_digest
FROM search_entry e
JOIN search_text t USING (text_digest);
