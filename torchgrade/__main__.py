"""`python -m torchgrade`."""

from torchgrade.commands.main import main

main(prog_name="torchgrade")
