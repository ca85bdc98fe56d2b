"""The door for files: every file that a stranger hands in is looked at here, and refused in the reader's language."""

from lianchuang.common.refusals import Invalid
from lianchuang.evidence.files.bounded import HELPER
from lianchuang.evidence.files.shapes import Look, Unfit
from lianchuang.evidence.rules import Picture, picture_of, unfit_sentence


def look_at_document(content: bytes, field: str = "file") -> Look:
    """What is known of a document or a picture of one. Raises Invalid (on `field`) with the reason."""
    return _look(content, field, photo=False)


def look_at_photo(content: bytes, field: str = "photos") -> Picture:
    """What is known of a photo. Raises Invalid (on `field`) with the reason."""
    return picture_of(_look(content, field, photo=True))


def _look(content: bytes, field: str, *, photo: bool) -> Look:
    try:
        return HELPER.look_at(content, photo=photo)
    except Unfit as fault:
        raise Invalid({field: [unfit_sentence(fault)]}) from fault
