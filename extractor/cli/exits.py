"""How a command ends: with 0 if all is done, else with the exit code of one of these; misused, click ends with 2."""

from __future__ import annotations

from typing import IO, Any

import click


class NeedsPerson(click.ClickException):
    """What could be done is done, and something needs a person: what, the output says, or the message."""

    exit_code = 1

    def __init__(self, message: str = "") -> None:
        super().__init__(message)

    def show(self, file: IO[Any] | None = None) -> None:
        if self.message:
            super().show(file)


class Failure(click.ClickException):
    """The command could not go on: one of the program's own errors, the disk, or the database."""

    exit_code = 2


class Interrupted(click.ClickException):
    """Somebody ended it; the code is that of shells."""

    exit_code = 130

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file, err=True)
