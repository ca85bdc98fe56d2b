"""What people do with their own account."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Person, Post
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import Invalid, NotAllowed

# As history says them, whoever reads or acts.
THEMES = {"": "随设备", "light": "浅色", "dark": "深色"}
LANGUAGES = {"zh-hans": "中文", "en": "English"}


def _oneself(by: Actor) -> Person:
    if by.person is None:
        raise NotAllowed("no_person", _("The program itself has no account."))
    return by.person


def _record(code: str, by: Actor, at: datetime, **data: str) -> None:
    person = _oneself(by)
    facts = {"name": person.name, **data}
    record(code=code, by=by, at=at, object_kind="person", object_id=person.pk, data=facts)


@action("person.signed_in")
def note_sign_in(*, by: Actor, at: datetime) -> None:
    """Write down that somebody signed in. Neither address nor device is kept."""
    _record("person.signed_in", by, at)


@action("person.signed_out")
def note_sign_out(*, by: Actor, at: datetime) -> None:
    """Write down that somebody signed out."""
    _record("person.signed_out", by, at)


@action("person.acts_as")
def act_as(*, post: Post, by: Actor, at: datetime) -> Post:
    """Choose in which of one's posts one acts from now on. Raises NotAllowed for a post not held today."""
    held = [each for each in (by.post, *by.other_posts) if each is not None]
    if post.pk not in {each.pk for each in held}:
        raise NotAllowed("post_not_held", _("You do not hold this post."))
    if by.post is not None and post.pk == by.post.pk:
        nothing_changed()
        return post
    _record("person.acts_as", by, at, post=post.written_name)
    return post


@action("person.language_set")
def set_language(*, language: str, by: Actor, at: datetime) -> Person:
    """Choose one's language ("zh-hans" or "en"). Raises Invalid for one the program does not speak."""
    person = _oneself(by)
    if language not in LANGUAGES:
        raise Invalid({"language": [_("The program does not speak this language.")]})
    if person.language == language:
        nothing_changed()
        return person
    person.language = language
    person.save(update_fields=["language"])
    _record("person.language_set", by, at, language=LANGUAGES[language])
    return person


@action("person.theme_set")
def set_theme(*, theme: str, by: Actor, at: datetime) -> Person:
    """Choose one's appearance: "light", "dark", or "" to follow the device. Raises Invalid for anything
    else.
    """
    person = _oneself(by)
    if theme not in THEMES:
        raise Invalid({"theme": [_("There is no such appearance.")]})
    if person.theme == theme:
        nothing_changed()
        return person
    person.theme = theme
    person.save(update_fields=["theme"])
    _record("person.theme_set", by, at, theme=THEMES[theme])
    return person
