"""The spiders: which pages of each market to request, and in which order. The parsers read the pages."""
