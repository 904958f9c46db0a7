"""Rows into the tables: COPY, partitions, and what was read before."""
