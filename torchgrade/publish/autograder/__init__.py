"""What runs on Gradescope: setup.sh once, then for each submission run_autograder, supervise and judging."""
