"""One script per question about quality and speed, and the floors that may not be undercut."""
