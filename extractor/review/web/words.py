"""What the page says by itself, in the analyst's language: the page's own files hold no words."""

from __future__ import annotations

from gettext import gettext as _


def words() -> dict[str, str]:
    """Return every label of the page by its name."""
    return {
        "title": _("Review"),
        "skip": _("Go to the statement"),
        "page_image": _("The page"),
        "statement": _("The statement"),
        "letter_list": _("Statements of this letter"),
        "list": _("List"),
        "settings": _("Settings"),
        "close": _("Close"),
        "previous_page": _("Page before"),
        "next_page": _("Page after"),
        "zoom_in": _("Larger"),
        "zoom_out": _("Smaller"),
        "turn": _("Turn"),
        "fit": _("Fit"),
        "original": _("Original (PDF)"),
        "no_image": _("This page cannot be drawn. Download the original to look at it."),
        "box_statement": _("statement"),
        "box_evidence": _("evidence"),
        "suggestions": _("It could be filed under"),
        "nothing": _("nothing is suggested: / searches the list"),
        "note": _("note"),
        "doubts": _("Doubts about this letter"),
        "open": _("open"),
        "nothing_found": _("nothing found"),
        "take": _("Take it"),
        "keep": _("Keep"),
        "leave": _("Leave"),
        "find_next": _("Next place"),
        "start_here": _("Start here"),
        "mark_add": _("Add as an action that was missed"),
        "mark_move": _("These are the statement's borders"),
        "single_keys": _("Single keys decide"),
        "single_keys_note": _("When this is off, only buttons decide; Enter and the arrows work where the focus is."),
        "remap": _("Keys"),
        "press_key": _("press a key"),
        "key_taken": _("This key has another meaning already"),
        "key_reset": _("Keys as they were"),
        "language": _("Language"),
        "reviewer": _("Who reviews"),
        "theme": _("Colours"),
        "theme_auto": _("as the system"),
        "theme_light": _("light"),
        "theme_dark": _("dark"),
        "lost": _("The program that serves this page has ended. Nothing that was decided is lost: start it again."),
        "over": _("You can close this page. The next time goes on here."),
        "page_of": _("page {page} of {pages}"),
        **{f"does_{name}": says for name, says in _wishes().items()},
    }


def _wishes() -> dict[str, str]:
    """Name what keys and buttons do, shortly."""
    return {
        "accept": _("accept"),
        "file": _("search"),
        "kind": _("kind"),
        "reject": _("reject"),
        "skip": _("skip"),
        "details": _("details"),
        "note": _("note"),
        "split": _("split"),
        "merge": _("merge"),
        "add": _("add action"),
        "head": _("head"),
        "verdict": _("verdict"),
        "back": _("back"),
        "forward": _("forward"),
        "undo": _("undo"),
        "help": _("keys"),
        "quit": _("quit"),
        "page_before": _("page before"),
        "page_after": _("page after"),
        "zoom_in": _("larger"),
        "zoom_out": _("smaller"),
        "fit": _("fit"),
        "turn": _("turn"),
        "list": _("list of the letter"),
        "original": _("original (PDF)"),
    }
