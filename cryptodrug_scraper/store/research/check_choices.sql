-- True for a definition and an attribution of country_share; raises an error for what is none.

CREATE FUNCTION research.check_choices(definition text, attribution text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF coalesce(definition NOT IN ('D1', 'D2', 'D3', 'D4'), true) THEN
    RAISE EXCEPTION 'definition is D1, D2, D3 or D4, not %', definition USING ERRCODE = '22023';
  END IF;
  IF coalesce(attribution NOT IN ('A1', 'A2', 'A3'), true) THEN
    RAISE EXCEPTION 'attribution is A1, A2 or A3, not %', attribution USING ERRCODE = '22023';
  END IF;
  RETURN true;
END
$$;
