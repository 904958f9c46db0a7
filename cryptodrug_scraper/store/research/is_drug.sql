-- Whether what is sold is known to be a drug: by its class, or as its substance is known.

CREATE FUNCTION research.is_drug(drug_class text, substance text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce($1 NOT IN ('Digital Goods', 'Misc'), false) OR $2 IS NOT NULL
$$;
