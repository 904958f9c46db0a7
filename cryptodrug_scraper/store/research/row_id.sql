-- Identifier of a record of a page: 12 bytes of the reading's, 1 for the kind of record (1 listing, 2 vendor, 3
-- review, 4 page_total, 5 site), 3 for its place on the page.

CREATE FUNCTION public.row_id(run uuid, kind integer, ordinal integer) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (left(run::text, 28) || lpad(to_hex((kind << 24) | ordinal), 8, '0'))::uuid;
