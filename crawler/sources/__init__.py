"""The sources of a crawl: one TOML file for each province, and the records they are read into."""
