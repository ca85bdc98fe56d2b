"""What the bulletins app writes into history."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, Tells, name_kinds, register


def _to_unit(says: Promise) -> Tells:
    """Tells the post that the letter goes to."""
    return Tells(says, page="bulletins:letter", posts=("post_id",), about="%(what)s")


def _to_office(says: Promise, *posts: str) -> Tells:
    """Tells the campaign office of the place, and these posts."""
    return Tells(says, page="bulletins:letter", roles=("office",), posts=posts, about="%(what)s %(unit)s")


def _of_bulletin(says: Promise, *roles: str, within: bool = False) -> Tells:
    """Tells who carries one of the roles over the place, or within it."""
    parts = ("kind", "year", "issue")
    return Tells(says, page="bulletins:show", parts=parts, about="%(number)s", roles=roles, within=within)


name_kinds(bulletin=_("Bulletin"), template=_("Wording"), letter=_("Supervisory letter"))
register(
    Code(
        "bulletin.drafted",
        _("%(who)s drafted bulletin %(number)s for %(start)s to %(end)s."),
        tells=_of_bulletin(_("A bulletin waits for a signature"), "office", "leader"),
    ),
    Code("bulletin.redrafted", _("%(who)s counted the draft of bulletin %(number)s anew.")),
    Code("bulletin.outlook", _("%(who)s wrote into bulletin %(number)s what is planned next.")),
    Code("bulletin.pairs", _("%(who)s chose %(pairs)s pairs of photos for bulletin %(number)s.")),
    Code("bulletin.signed", _("%(who)s signed bulletin %(number)s.")),
    Code("bulletin.sent_back", _("%(who)s took the signature under bulletin %(number)s back: %(note)s")),
    Code(
        "bulletin.published",
        _("%(who)s published bulletin %(number)s; its figures are frozen."),
        tells=_of_bulletin(_("Bulletin published"), "leader", "coordinator", within=True),
    ),
    Code("bulletin.template", _("%(who)s changed the wording of bulletins (%(kind)s), version %(version)s.")),
    Code("bulletin.correction_written", _("%(who)s wrote a correction of bulletin %(number)s: %(where)s.")),
    Code(
        "bulletin.corrected",
        _("%(who)s signed correction %(correction_number)s of bulletin %(number)s: %(where)s, %(right)s."),
    ),
    Code("bulletin.correction_withdrawn", _("%(who)s withdrew a correction of bulletin %(number)s: %(where)s.")),
    Code(
        "letter.proposed",
        _("%(who)s proposed to %(unit)s: %(what)s, %(count)s findings."),
        tells=_to_office(_("A letter waits for a signature"), "signers"),
    ),
    Code("letter.lapsed", _("%(what)s to %(unit)s lapsed: nothing of it is late any more.")),
    Code(
        "letter.signed",
        _("%(who)s signed %(what)s to %(unit)s, %(count)s findings, answer until %(due)s."),
        tells=_to_unit(_("A supervisory letter")),
    ),
    Code("letter.declined", _("%(who)s did not sign %(what)s to %(unit)s: %(reason)s")),
    Code("letter.replied", _("%(who)s answered %(what)s for %(unit)s."), tells=_to_office(_("A letter is answered"))),
    Code(
        "letter.reply_accepted",
        _("%(who)s accepted the answer of %(unit)s to %(what)s."),
        tells=_to_unit(_("Your answer is accepted")),
    ),
    Code(
        "letter.reply_rejected",
        _("%(who)s did not accept the answer of %(unit)s to %(what)s: %(reason)s"),
        tells=_to_unit(_("Your answer is not accepted")),
    ),
)
