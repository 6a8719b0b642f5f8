"""Files attached to articles: told by their bytes, read page by page, with programs of the machine where needed."""
