"""List pages, feeds and maps: which articles they lead to, how they go on, what they say of their length."""
