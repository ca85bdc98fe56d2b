"""What may be done to an edition in which state: draft → reviewed → published, which never changes."""

from django.utils.translation import gettext as _

from lianchuang.common.refusals import Reason

DRAFT, REVIEWED, PUBLISHED = "draft", "reviewed", "published"
# Words of the addresses under /standards/, which are no codes of editions.
SLOTS = range(1, 7)  # the seal colours
RESERVED = frozenset({"new", "of", "measures", "crosswalk", "import", "export", "files", "profiles"})


def change_faults(state: str) -> list[Reason]:
    """Why nothing of an edition can be changed now; empty for a draft."""
    if state == PUBLISHED:
        return [Reason("edition_published", _("This edition is published and never changes; copy it as a new draft."))]
    if state == REVIEWED:
        return [Reason("edition_reviewed", _("This edition is reviewed; send it back before changing it."))]
    return []


def review_faults(*, state: str, requirements: int, is_last_editor: bool) -> list[Reason]:
    """Why this person cannot review it now: whoever wrote last does not review alone."""
    faults = []
    if state == PUBLISHED:
        faults.append(Reason("already_published", _("This edition is published already.")))
    elif state == REVIEWED:
        faults.append(Reason("already_reviewed", _("This edition is reviewed already.")))
    if not requirements:
        faults.append(Reason("no_requirements", _("The edition holds no requirement yet.")))
    if is_last_editor:
        faults.append(Reason("own_work", _("You wrote this edition last; somebody else has to review it.")))
    return faults


def publish_faults(*, state: str, requirements: int, by_program: bool) -> list[Reason]:
    """Why an edition cannot be published now. Only the program publishes a draft: a shipped pack, as it came."""
    faults = []
    if state == PUBLISHED:
        faults.append(Reason("already_published", _("This edition is published already.")))
    if state == DRAFT and not by_program:
        faults.append(Reason("not_reviewed", _("Nobody has reviewed this edition yet.")))
    if not requirements:
        faults.append(Reason("no_requirements", _("The edition holds no requirement yet.")))
    return faults


def send_back_faults(state: str) -> list[Reason]:
    """Why an edition cannot go back to being a draft."""
    if state == PUBLISHED:
        return [Reason("edition_published", _("This edition is published and never changes; copy it as a new draft."))]
    if state == DRAFT:
        return [Reason("still_draft", _("This edition is a draft already."))]
    return []
