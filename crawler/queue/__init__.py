"""The frontier: which URLs are known, due, settled and mined; one durable SQLite file."""
