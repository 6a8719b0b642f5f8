"""What every page is made of: bytes to text, text to elements, dates and what a page says of itself."""
