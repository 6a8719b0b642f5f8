"""One rule set for each family of content management systems."""
