"""What the accounts app writes into history. Names of people are personal data, names of posts are not."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

_NAME = frozenset({"name"})
_NAME_AND_LOGIN = frozenset({"name", "username"})

name_kinds(
    unit=_("Unit"),
    post=_("Post"),
    post_kind=_("Kind of post"),
    person=_("Person"),
)
register(
    Code("unit.added", _("%(who)s added the unit %(unit)s below %(parent)s.")),
    Code("unit.renamed", _("%(who)s renamed the unit %(before)s to %(unit)s.")),
    Code("post_kind.added", _("%(who)s added the kind of post %(kind)s.")),
    Code("post.added", _("%(who)s added the post %(post)s.")),
    Code("person.added", _("%(who)s added %(name)s (%(username)s)."), _NAME_AND_LOGIN),
    Code("person.password_set", _("%(who)s set a new password for %(name)s."), _NAME),
    Code("person.language_set", _("%(who)s chose the language %(language)s.")),
    Code("person.theme_set", _("%(who)s chose the appearance %(theme)s.")),
    Code("person.deactivated", _("%(who)s closed the account of %(name)s."), _NAME),
    Code("person.reactivated", _("%(who)s opened the account of %(name)s again."), _NAME),
    Code("person.signed_in", _("%(name)s signed in."), _NAME),
    Code("person.signed_out", _("%(name)s signed out."), _NAME),
    Code("person.acts_as", _("%(name)s now acts as %(post)s."), _NAME),
    Code(
        "person.handed_over",
        _("%(who)s handed over the posts of %(name)s from %(from_day)s: %(posts)s."),
        _NAME,
    ),
    Code("appointment.made", _("%(who)s appointed %(name)s to %(post)s from %(since)s."), _NAME),
    Code("appointment.ended", _("%(who)s ended the appointment of %(name)s as %(post)s on %(until)s."), _NAME),
    Code("role.granted", _("%(who)s gave %(post)s the role %(role)s over %(scope)s.")),
    Code("role.revoked", _("%(who)s took the role %(role)s over %(scope)s from %(post)s.")),
)
