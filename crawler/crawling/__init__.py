"""The crawl: whose turn it is, what an answer means, what is kept of it and when it is asked again."""
