-- How alike orders of one listing are in how many units they are of (0 to 1; 1 where nothing tells it): the intraclass
-- correlation, of printed amounts of all markets (order_doubt).

CREATE FUNCTION research.order_alike() RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((SELECT d.alike FROM research.order_doubt d), 1)
$$;
