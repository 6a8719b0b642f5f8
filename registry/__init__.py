"""What is remembered: articles, plans, candidates, decisions and entries in one SQLite file."""
