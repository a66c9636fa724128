"""`veeduria rules outside`: the bodies outside the list that reviewers named, as data that a pack can take in."""

from __future__ import annotations

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, current_pack, shared_options
from extractor.cli.unmasking import make_sanitizer, unmasked_option
from extractor.core.clean import clean


@shared_options
@click.command(
    "outside",
    help=_(
        "Write the bodies outside the pack's list that reviewers named as entries of bodies.yaml: in the pack under the"
        " same id, they are on its list, and their letters stay theirs. Check type and scope.\n\n"
        "\b\nExample:\n  veeduria rules outside >> my-pack/bodies.yaml"
    ),
)
@unmasked_option()
def outside(unmasked: str | None) -> None:
    import yaml

    from db.bodies import outside as outside_of
    from db.bodies import told_of
    from db.connection import open_database
    from db.gate import Gate
    from rules.loader import load_pack

    masked, pack = make_sanitizer("rules outside", unmasked).masked, load_pack(current_pack())
    with open_database(current_db()) as db:
        others = outside_of(db, [body.id for body in pack.bodies])
        gate = Gate(db, pack)
        hidden = {one.id for one in others if masked and gate.body(one.id) != one.id}
        others = [one for one in others if one.id not in hidden]
        told = [told_of(db, one.id) for one in others]
    if hidden:
        said = ngettext(
            "{n} name may be a person's and is left out; --unmasked REASON writes it.",
            "{n} names may be persons' and are left out; --unmasked REASON writes them.",
            len(hidden),
        )
        click.echo(said.format(n=len(hidden)), err=True)
    if not others and not hidden:
        click.echo(_("Nobody has named a body outside the list."), err=True)
    made = [{"id": one.id, "name": clean(one.name), "type": "otra", "scope": "nacional"} for one in others]
    click.echo(yaml.safe_dump(made, allow_unicode=True, sort_keys=False) if made else "", nl=False)
    for one, (n_letters, n_actions) in zip(others, told, strict=True):
        letters = ngettext("{n} letter", "{n} letters", n_letters).format(n=n_letters)
        actions = ngettext("{n} confirmed action", "{n} confirmed actions", n_actions).format(n=n_actions)
        click.echo(f"{clean(one.name)}: {letters}, {actions}", err=True)
