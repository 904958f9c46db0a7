"""What others can use: data packages with schema, licence, sources and digests."""
