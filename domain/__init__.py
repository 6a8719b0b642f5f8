"""The foundation: records, errors, text and units that every other package shares."""
