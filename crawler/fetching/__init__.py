"""One polite attempt to get a URL: robots, guard, proxy, TLS, coding, and which spellings mean the same page."""
