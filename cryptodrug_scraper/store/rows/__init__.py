"""Records to rows of tables: one module for each kind of record."""
