"""The other ways in: files and WARC archives handed over, and from the archive to the reader."""
