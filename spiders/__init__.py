"""The spiders: what to ask of each market, and in which order. What a page means is the parsers' business."""
