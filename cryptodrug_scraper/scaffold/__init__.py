"""How a market is added: a skeleton made from saved pages, and what its author has still to do."""
