"""Why a book cannot be built, in a sentence."""

from django.utils.translation import gettext as _


def cannot_sentence(code: str) -> str:
    """The reason of a CannotBuild."""
    sentences = {
        "not_empty": _("The folder holds something else. Name an empty one."),
        "other_campaign": _("The folder holds the book of another campaign. Name another one."),
        "disk_full": _("The disk is too full for the files and their packed copy."),
        "being_built": _("The book is being built there right now. Wait for it."),
        "too_large": _("The book is too large to be made within a page. Make it with the command."),
    }
    return sentences[code]
