-- The countries among the codes of places (ISO 3166-1 alpha-2), sorted, each once: without regions such as EU, EUROPE
-- and WORLD. NULL: there is none.

CREATE FUNCTION research.countries(codes text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT array_agg(DISTINCT named.code ORDER BY named.code)
    FROM unnest(codes) AS named (code) WHERE length(named.code) = 2 AND named.code <> 'EU';
END;
