"""What is wrong with a source, told once a week."""
