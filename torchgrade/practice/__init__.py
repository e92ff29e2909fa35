"""What a student works with: marks at every save, and training on all the data."""
