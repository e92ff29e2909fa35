"""What students read and import: a folder per assignment, and the data."""
