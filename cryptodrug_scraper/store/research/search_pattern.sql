-- What the form of a text (searched_text) is LIKE that says some words: with one or two letters, a word by itself; with
-- more, these letters anywhere. NULL, like nothing, of words without a letter or digit.

CREATE FUNCTION research.search_pattern(words text) RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN length(f.form) > 4 THEN '%' || btrim(f.form) || '%' WHEN length(f.form) > 2 THEN '%' || f.form || '%' END
  FROM public.search_form($1) AS f(form)
$$;
