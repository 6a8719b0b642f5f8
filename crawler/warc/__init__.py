"""The archive: every response as it was received, in WARC files that survive a kill at any instant."""
