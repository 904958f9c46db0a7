-- Whether what is sold is of goods: a substance (mdma), or a class of drugs in small letters (opioids, digital_goods);
-- cannabis is that class and its substances. False where neither class nor substance is known.

CREATE FUNCTION research.is_goods(goods text, drug_class text, substance text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce($3 = $1, false) OR coalesce(replace(lower($2), ' ', '_') = $1, false)
         OR ($1 = 'cannabis' AND coalesce(starts_with($3, 'cannabis'), false))
$$;
