"""Units, posts, and the roles that posts carry."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from pypinyin import Style, lazy_pinyin

from lianchuang.accounts import rules
from lianchuang.accounts.access import MANAGERS, Actor
from lianchuang.accounts.models import Grant, Post, PostKind, Role, Unit, UnitKind
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import Invalid
from lianchuang.common.words import as_written

MOST_PATH = 200


@action("unit.added")
def add_unit(
    *,
    name: str,
    kind: UnitKind,
    parent: Unit | None,
    by: Actor,
    at: datetime,
    name_en: str = "",
    short_name: str = "",
    code: str = "",
) -> Unit:
    """Add a unit below `parent`; without `code` it gets a short one. Only the program makes a root.

    Raises NotAllowed; Invalid for no name, a name taken below the same parent, a code that is no code or
    taken.
    """
    by.require(*MANAGERS, over=parent.path if parent else "")
    name = name.strip()
    _require_name(name, Unit.objects.filter(parent=parent, name=name).exists())
    code = code or _free_code()
    path = f"{parent.path if parent else ''}{code}."
    if not rules.is_code(code) or len(path) > MOST_PATH:
        raise Invalid({"code": [_("A code has small letters and digits only.")]})
    try:
        with transaction.atomic():
            unit = Unit.objects.create(
                name=name,
                name_en=name_en.strip(),
                short_name=short_name.strip() or name,
                kind=kind,
                parent=parent,
                code=code,
                path=path,
                sort_key=sort_key(short_name.strip() or name),
            )
    except IntegrityError as fault:
        raise Invalid({"code": [_("Another unit has this code.")]}) from fault
    data = {"unit": unit.name, "parent": parent.name if parent else "–"}
    record(code="unit.added", by=by, at=at, object_kind="unit", object_id=unit.pk, data=data)
    return unit


def _require_name(name: str, is_taken: bool) -> None:
    if not name:
        raise Invalid({"name": [_("Give it a name.")]})
    if is_taken:
        raise Invalid({"name": [_("There is one of this name already.")]})


def _free_code() -> str:
    number = Unit.objects.count() + 1
    while Unit.objects.filter(code=rules.code_for(number)).exists():
        number += 1
    return rules.code_for(number)


def sort_key(name: str) -> str:
    """The name in pinyin with tone numbers, so that lists stand in name order whatever the database's
    collation.
    """
    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)).lower()[:200]


@action("unit.renamed")
def rename_unit(*, unit: Unit, name: str, by: Actor, at: datetime, name_en: str = "", short_name: str = "") -> Unit:
    """Give a unit another name; its place in the tree stays. Raises NotAllowed, Invalid (no name, name
    taken).
    """
    by.require(*MANAGERS, over=unit.path)
    name, short_name = name.strip(), short_name.strip() or name.strip()
    taken = Unit.objects.filter(parent=unit.parent_id, name=name).exclude(pk=unit.pk)
    _require_name(name, taken.exists())
    if (unit.name, unit.name_en, unit.short_name) == (name, name_en.strip(), short_name):
        nothing_changed()
        return unit
    before = unit.name
    unit.name, unit.name_en, unit.short_name = name, name_en.strip(), short_name
    unit.sort_key = sort_key(short_name)
    unit.save(update_fields=["name", "name_en", "short_name", "sort_key"])
    data = {"unit": name, "before": before}
    record(code="unit.renamed", by=by, at=at, object_kind="unit", object_id=unit.pk, data=data)
    return unit


@action("post_kind.added")
def add_post_kind(*, code: str, name: str, by: Actor, at: datetime, name_en: str = "") -> PostKind:
    """Add a kind of post that duty rules may name. Raises NotAllowed, Invalid (no name, code taken)."""
    by.require(*MANAGERS)
    _require_name(name.strip(), False)
    if not code or PostKind.objects.filter(code=code).exists():
        raise Invalid({"code": [_("Give a code that no other kind of post has.")]})
    kind = PostKind.objects.create(code=code, name=name.strip(), name_en=name_en.strip())
    record(
        code="post_kind.added",
        by=by,
        at=at,
        object_kind="post_kind",
        object_id=kind.pk,
        data={"kind": kind.name},
    )
    return kind


@action("post.added")
def add_post(
    *, unit: Unit, kind: PostKind, name: str, by: Actor, at: datetime, name_en: str = "", code: str = ""
) -> Post:
    """Add a vacant post to a unit. Raises NotAllowed; Invalid for no name, a name or a code taken."""
    by.require(*MANAGERS, over=unit.path)
    name = name.strip()
    _require_name(name, Post.objects.filter(unit=unit, name=name).exists())
    if code and Post.objects.filter(code=code).exists():
        raise Invalid({"code": [_("Another post has this code.")]})
    post = Post.objects.create(
        unit=unit, kind=kind, name=name, name_en=name_en.strip(), code=code or _free_post_code(unit)
    )
    data = {"post": f"{unit.short_name} · {name}"}
    record(code="post.added", by=by, at=at, object_kind="post", object_id=post.pk, data=data)
    return post


def _free_post_code(unit: Unit) -> str:
    number = Post.objects.filter(unit=unit).count() + 1
    while Post.objects.filter(code=f"{unit.code}-{number:02d}").exists():
        number += 1
    return f"{unit.code}-{number:02d}"


@action("role.granted")
def grant_role(*, post: Post, role: Role, scope: Unit, by: Actor, at: datetime, campaigns: Sequence[str] = ()) -> Grant:
    """Let a post carry a role over a sub-tree, for some campaigns (codes) or all. Granting it again
    changes nothing.

    Raises NotAllowed unless the actor manages both the post's unit and the sub-tree.
    """
    by.require(*MANAGERS, over=post.unit.path)
    by.require(*MANAGERS, over=scope.path)
    grant, is_new = Grant.objects.get_or_create(
        post=post, role=role, scope=scope, defaults={"campaigns": list(campaigns)}
    )
    if not is_new and grant.campaigns == list(campaigns):
        nothing_changed()
        return grant
    if not is_new:
        grant.campaigns = list(campaigns)
        grant.save(update_fields=["campaigns"])
    record(code="role.granted", by=by, at=at, object_kind="post", object_id=post.pk, data=_grant_facts(grant))
    return grant


@action("role.revoked")
def revoke_role(*, grant: Grant, by: Actor, at: datetime) -> None:
    """Take a role from a post. Raises NotAllowed unless the actor manages the post's unit and the
    sub-tree.
    """
    by.require(*MANAGERS, over=grant.post.unit.path)
    by.require(*MANAGERS, over=grant.scope.path)
    data, post_id = _grant_facts(grant), grant.post_id
    removed, _rows = Grant.objects.filter(pk=grant.pk).delete()
    if not removed:
        nothing_changed()
        return
    record(code="role.revoked", by=by, at=at, object_kind="post", object_id=post_id, data=data)


def _grant_facts(grant: Grant) -> dict[str, str | list[str]]:
    return {
        "post": grant.post.written_name,
        "role": as_written(Role(grant.role).label),
        "scope": grant.scope.name,
        "campaigns": list(grant.campaigns),
    }
