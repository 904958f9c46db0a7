-- Judged items by what the program tells and what is so, of the current derivation; no rows where nothing was judged.

SELECT e.kind, e.told, e.truth, e.item_count, e.weight, e.weight_squares FROM research.error_count e
ORDER BY e.kind, e.told, e.truth
