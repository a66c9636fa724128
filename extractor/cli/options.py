"""Options that every command understands, before the command's name or after it."""

from __future__ import annotations

import functools
import getpass
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from extractor.cli.i18n import _
from extractor.core.clock import now as now
from extractor.core.languages import LANGUAGES
from extractor.core.model import Kind, Level

if TYPE_CHECKING:
    from db.connection import Database

Command = TypeVar("Command", bound=Callable[..., Any])
DEFAULT_DB = Path("veeduria.db")
KINDS = click.Choice([kind.value for kind in Kind])  # of values: click would offer the members' names
LEVELS = click.Choice([level.value for level in Level])
DEFAULT_PACK = "pe-ley-28950"


def _remember(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep the value given nearest to the command's end, whichever side of its name it stands on."""
    key, root = f"veeduria.{parameter.name}", ctx.find_root()
    typed = ctx.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE
    if value is not None and (typed or key not in root.meta):
        root.meta[key] = value


def db_option() -> click.Option:
    return click.Option(
        ["--db"],
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="VEEDURIA_DB",
        metavar=_("FILE"),
        expose_value=False,
        callback=_remember,
        help=_("The database (default: veeduria.db in the working folder)."),
    )


def pack_option() -> click.Option:
    return click.Option(
        ["--pack"],
        envvar="VEEDURIA_PACK",
        metavar=_("NAME|FOLDER"),
        expose_value=False,
        callback=_remember,
        help=_("The rule pack (default: pe-ley-28950)."),
    )


def lang_option() -> click.Option:
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=_("The language the program speaks (default: the locale's)."),
    )


def wait_option() -> click.Option:
    return click.Option(
        ["--wait"],
        type=click.FloatRange(0),
        envvar="VEEDURIA_WAIT",
        metavar=_("SECONDS"),
        expose_value=False,
        callback=_wait,
        help=_("How long to wait while another process writes to the database (default: 30)."),
    )


def _wait(_ctx: click.Context, _parameter: click.Parameter, seconds: float | None) -> None:
    if seconds is not None:
        from db.connection import wait_for

        wait_for(seconds)


def verbose_option() -> click.Option:
    return click.Option(
        ["--verbose", "-v"],
        count=True,
        expose_value=False,
        callback=_log,
        help=_("Say on the error stream what is being done; -vv: of each file, too."),
    )


def _log(_ctx: click.Context, _parameter: click.Parameter, times: int) -> None:
    """Let the program's own loggers speak, which are silent else."""
    if times:
        import logging

        logging.basicConfig(format="%(asctime)s %(name)s: %(message)s")
        for room in ("extractor", "rules", "db"):
            logging.getLogger(room).setLevel(logging.INFO if times == 1 else logging.DEBUG)


def shared_options(command: click.Command) -> click.Command:
    """Add the options that every command understands: people type them after its name."""
    command.params.extend([db_option(), pack_option(), lang_option(), wait_option(), verbose_option()])
    return command


def options_as(name: str, record: Callable[..., Any], *options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Add these options to a command, which gets them together: as one record, a dataclass with a field for each."""
    fields = tuple(record.__dataclass_fields__)  # type: ignore[attr-defined]

    def add(command: Any) -> Any:
        @functools.wraps(command)
        def gathered(**given: Any) -> Any:
            return command(**{name: record(*map(given.pop, fields))}, **given)

        for option in reversed(options):
            gathered = option(gathered)
        return gathered

    return add


def output_option(name: str) -> Callable[[Command], Command]:
    """The file to write to, given to the command under this name; None for the screen."""
    return click.option(
        "--output",
        "-o",
        name,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar=_("FILE"),
        help=_("Where to write (default: to the screen)."),
    )


def examples_option() -> Callable[[Command], Command]:
    """Add `--examples`: the pack's own beside what people have filed."""
    return click.option(
        "--examples",
        is_flag=True,
        help=_("Fill the precedents that people's filings leave free with the pack's most similar examples (slower)."),
    )


def reviewer_option(help: str = "") -> Callable[[Command], Command]:
    """Add `--reviewer`: whose word it is, the user's if nobody is named; `help` says of what."""
    return click.option(
        "--reviewer",
        envvar="VEEDURIA_REVIEWER",
        metavar=_("NAME"),
        callback=lambda _ctx, _option, name: name or getpass.getuser(),
        help=help or _("Who says so (default: VEEDURIA_REVIEWER, else the name of the user)."),
    )


def format_of(form: str | None, output: Path | None, formats: Sequence[str]) -> str | None:
    """Return the format asked for, by name or by the file's suffix, None if by neither.

    Raises:
        click.BadParameter: the file is called as if it held something else.
    """
    suffix = output.suffix.lower().lstrip(".") if output else ""
    if form or not suffix:
        return form
    if suffix not in formats:
        raise click.BadParameter(_("{value} is none of: {allowed}").format(value=suffix, allowed=", ".join(formats)))
    return suffix


def known_body(db: Database, body: str | None) -> str | None:
    """Return the id of the body named in any case; None and "" stay.

    Raises:
        click.BadParameter: there is none of this name; nothing would be found, as if it had reported nothing.
    """
    from db.queries import body_ids

    if not body:
        return body
    from db.gate import Gate
    from rules.loader import load_pack

    ids = {id.casefold(): id for id in body_ids(db)}
    if body.casefold() not in ids:
        shown = Gate(db, load_pack(current_pack())).body
        ids |= {shown(id): id for id in ids.values()}  # as masked outputs call it
    if body.casefold() not in ids:
        bodies = ", ".join(map(shown, dict.fromkeys(ids.values())))
        raise click.BadParameter(_("There is no body {body}; there are: {bodies}").format(body=body, bodies=bodies))
    return ids[body.casefold()]


def known_letter(db: Database, letter: str | None) -> str | None:
    """Return the name or the start of the hash of a letter as it was given; None stays.

    Raises:
        click.BadParameter: there is no such letter; nothing would be found, as if nothing were open in it.
    """
    from db.letter_rows import has_letter

    if letter is not None and not has_letter(db, letter):
        said = _("There is no letter {named}; those there are: veeduria export letters")
        raise click.BadParameter(said.format(named=letter))
    return letter


def current_db() -> Path:
    """Path of the database named by the options or VEEDURIA_DB; what a link leads to, for the originals lie there."""
    path = click.get_current_context().find_root().meta.get("veeduria.db", DEFAULT_DB)
    assert isinstance(path, Path)
    return path.resolve() if path.is_symlink() else path


def current_pack() -> str:
    """Name or folder of the rule pack named by the options or VEEDURIA_PACK."""
    return str(click.get_current_context().find_root().meta.get("veeduria.pack", DEFAULT_PACK))
