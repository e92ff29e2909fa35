"""What came in, read as data: from a folder of hand-ins to one submission per student and assignment."""
