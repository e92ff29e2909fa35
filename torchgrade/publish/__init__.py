"""What is made from a course for others: stubs, notebooks, Otter, Gradescope, the student's kit; and new courses."""
