-- By how many standard deviations of an order those of a market that prints no amounts may be of more units, or of fewer, than
-- those of the markets that do, from which it is learned (68 %; 1 where nothing tells it: order_doubt).

CREATE FUNCTION research.order_apart() RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((SELECT d.apart FROM research.order_doubt d), 1)
$$;
