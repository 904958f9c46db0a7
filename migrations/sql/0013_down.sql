DROP FUNCTION research.destination(text, date);
DROP FUNCTION research.country_share(text, text, text, date, date);
DROP FUNCTION research.t_quantile(double precision);
DROP FUNCTION research.vendors_on(date);
DROP FUNCTION research.listings_on(date);
DROP FUNCTION research.snapshots_around(date);
DROP SCHEMA derived CASCADE;
