"""Carry out tasks on the workers of a Dask cluster: what all commands with ``--dask`` have in common."""
