"""What is fetched: portals, robots, the frontier, the archive and the reading of pages."""
