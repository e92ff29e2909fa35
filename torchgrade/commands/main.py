"""The `torchgrade` command: finds the command that is asked for, and loads nothing of the others."""

import importlib
from pathlib import Path
from typing import ClassVar

import click


class Commands(click.Group):
    """Each command is `command` in the module of its name."""

    NAMES: ClassVar = (
        "check",
        "watch",
        "train",
        "quiz",
        "data",
        "grade",
        "verify",
        "mutants",
        "calibrate",
        "stubs",
        "mistakes",
        "release",
        "new",
        "init",
        "doctor",
    )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, those that most people need first."""
        return list(self.NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from its module."""
        if cmd_name not in self.NAMES:
            return None
        command: click.Command = importlib.import_module(f"torchgrade.commands.{cmd_name}").command
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="torchgrade")
@click.option(
    "--course",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Folder of the course; else the one that the working directory lies in.",
)
def main(course: Path | None) -> None:
    """An autograder that judges programs from outside, and the courses that it grades.

    Exit codes: 0 full marks, 1 graded with points lost, 2 could not grade.
    """
