"""From the bytes of an article to its title, lead, body, day, author, source and attached files."""
