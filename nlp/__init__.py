"""What is read: documents, dates, units, people and cases in one article's text."""
