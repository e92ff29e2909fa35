"""The judge's side: runs checks on a submission, compares with the reference, names mistakes, makes a report."""
