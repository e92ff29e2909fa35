"""What the course hands out for use elsewhere: Otter's files, and whatever else `make release` builds."""
