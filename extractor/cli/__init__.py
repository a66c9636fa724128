"""The command line: one module a group of commands, loaded when asked for."""

from __future__ import annotations

import errno
import gc
import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from extractor.cli.exits import Failure, Interrupted
from extractor.cli.i18n import _, chosen_language, use_language
from extractor.cli.options import db_option, lang_option, pack_option, verbose_option, wait_option
from extractor.cli.settings import MANY_RECORDS
from extractor.core.errors import VeeduriaError

# In the order of the work, which is the order of the help. Each is `command` in extractor.cli.<module>.
COMMANDS = {
    "demo": "demo",
    "ingest": "ingest",
    "status": "status",
    "assign": "assign",
    "review": "review",
    "decide": "decide",
    "adjudicate": "adjudicate",
    "export": "export",
    "requests": "requests",
    "import": "imports",
    "report": "drafts",  # adds its commands to those of `report`
    "compare": "compare",
    "agreement": "agreement",
    "privacy": "privacy",
    "twins": "twins",
    "forget": "forget",
    "browse": "browse",
    "classify": "classify",
    "rules": "rules",
    "learn": "learn",
    "evaluate": "evaluate",
    "load": "load",
    "verify": "verify",
    "backup": "backup",
    "seal": "seal",
    "bench": "bench",
    "doctor": "doctor",
    "completion": "completion",
}


NO_FAULT_OF_OURS = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_BUSY", "SQLITE_READONLY",
                    "SQLITE_CANTOPEN", "SQLITE_PERM")  # fmt: skip
NUMBERS = (type(click.INT), type(click.FLOAT))


def _in_our_words(command: click.Command) -> None:
    """Set what click does not translate, in the command and in those below it."""
    command.options_metavar = _("[OPTIONS]")
    _("required")  # click looks it up by a name that no catalogue finds
    for option in command.params:
        if isinstance(option.type, NUMBERS) and not getattr(option, "is_flag", False):
            option.metavar = option.metavar or "N"  # click would say INTEGER RANGE
        for part in option.type.types if isinstance(option.type, click.Tuple) else (option.type,):
            if isinstance(part, NUMBERS):
                part.name = _("number")  # click would say "float range"
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("COMMAND [ARGUMENTS]...")
        for below in command.commands.values():
            _in_our_words(below)


def _of_database(error: Exception) -> str:
    """What SQLite says if the disk or the file is at fault, "" if it is no such error."""
    return _(str(error)) if getattr(error, "sqlite_errorname", "").startswith(NO_FAULT_OF_OURS) else ""


def _nameless(error: VeeduriaError) -> VeeduriaError:
    """The same error without persons' names in the names of letters that it names."""
    named = {key: value for key, value in error.values.items() if key in ("document", "file", "name", "files")}
    if named:
        from extractor.cli.unmasking import file_name

        with suppress(VeeduriaError):  # a broken pack cannot say what is a name, and has an error of its own
            error.values |= {key: file_name(str(value)) for key, value in named.items()}
    return error


class LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"extractor.cli.{COMMANDS[cmd_name]}").command
        _in_our_words(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the commands that look like one there is none of."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = ", ".join(get_close_matches(args[0], COMMANDS))
            if not near:
                raise
            said = _("Did you mean: {names}?").format(names=near)
            raise click.UsageError(f"{error.format_message()} {said}", ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Show the program's own errors as a sentence, with exit code 2; a traceback would be a bug."""
        try:
            return super().invoke(ctx)
        except VeeduriaError as error:
            raise Failure(_nameless(error).said(_)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # who read the output has gone: click ends quietly
                raise
            said = _(error.strerror) if error.strerror else str(error)
            raise Failure(f"{error.filename}: {said}" if error.filename else said) from error
        except KeyboardInterrupt:
            raise Interrupted(_("Interrupted.")) from None
        except Exception as error:
            if not (said := _of_database(error)):
                raise
            raise Failure(_("The database cannot be used: {error}").format(error=said)) from error


def build() -> click.Group:
    """Make the command group in the language in force."""

    group = LazyGroup(
        name="veeduria",
        help=_(
            "Turn reply letters of public bodies into reviewed, classified actions.\n\n"
            "\b\nA round of work:\n"
            "  veeduria ingest LETTERS/     read a folder of PDF letters\n"
            "  veeduria review              confirm what the program suggests\n"
            "  veeduria export actions      write the confirmed actions"
        ),
        params=[db_option(), pack_option(), lang_option(), wait_option(), verbose_option()],
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    _in_our_words(group)
    return click.version_option(package_name="veeduria")(group)


def main() -> None:
    """Entry point of `veeduria`."""
    use_language(chosen_language(sys.argv[1:]))
    gc.set_threshold(*MANY_RECORDS)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small products: threads only cost
    if sys.platform == "win32":  # letters are read in processes whose limits only POSIX systems set
        said = _("veeduria does not run on Windows itself, but in its Linux: install that with `wsl --install`.")
        click.echo(said, err=True)
        raise SystemExit(Failure.exit_code)
    build()(prog_name="veeduria")
