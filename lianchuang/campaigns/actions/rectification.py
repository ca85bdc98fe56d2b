"""Writing the other rectifications that the campaign is joined with, point by point."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, record
from lianchuang.campaigns import rules
from lianchuang.campaigns.actions import writing
from lianchuang.campaigns.models import (
    Demand,
    JointCampaign,
    RectificationItem,
    RectificationKind,
    RectificationSource,
    Topic,
)


def _faults(name: str, kind: str, document: str) -> writing.Faults:
    known = {} if kind in RectificationKind.values else {"kind": [_("Choose one of them.")]}
    return {**rules.blanks(name=name, document=document), **known}


def _record(code: str, source: RectificationSource, by: Actor, at: datetime, **more: str) -> None:
    data = {"source": source.name, "document": source.document, **more}
    record(code=code, by=by, at=at, object_kind="rectification_source", object_id=source.pk, data=data)


@action("rectification.added")
def add_source(
    *, joint: JointCampaign, name: str, kind: str, document: str, dated: date, by: Actor, at: datetime
) -> RectificationSource:
    """Enter a related rectification with its document. Refused: no name, no document (Invalid); not the office."""
    writing.require_office(by, joint)
    writing.check(_faults(name, kind, document))
    source = RectificationSource.objects.create(
        joint=joint, name=name.strip(), kind=kind, document=document.strip(), dated=dated
    )
    _record("rectification.added", source, by, at)
    return source


@action("rectification.changed")
def change_source(
    *,
    source: RectificationSource,
    name: str,
    kind: str,
    document: str,
    dated: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> RectificationSource:
    """Change what is known of a related rectification. Refused as `add_source` does."""
    writing.require_office(by, source.joint)
    writing.check(_faults(name, kind, document))
    writing.write(source, expected_version, name=name.strip(), kind=kind, document=document.strip(), dated=dated)
    _record("rectification.changed", source, by, at)
    return source


@action("rectification.item_added")
def add_item(
    *,
    source: RectificationSource,
    text: str,
    topic: Topic | None = None,
    demand: Demand | None = None,
    by: Actor,
    at: datetime,
) -> RectificationItem:
    """Enter one point of it, with the topic or demand through which it is answered, if there is one yet.

    Refused: no words, a topic or demand of another joint campaign (Invalid); whoever is not the office.
    """
    writing.require_office(by, source.joint)
    writing.check(rules.blanks(text=text), _link_faults(source, topic, demand))
    item = RectificationItem.objects.create(source=source, text=text.strip(), topic=topic, demand=demand)
    _record("rectification.item_added", source, by, at, item=item.text, link=_link_words(topic, demand))
    return item


@action("rectification.item_linked")
def link_item(
    *, item: RectificationItem, topic: Topic | None, demand: Demand | None, by: Actor, at: datetime
) -> RectificationItem:
    """Say through which topic or demand a point is answered; neither: through none yet.

    Refused: a topic or demand of another joint campaign (Invalid); whoever is not the office.
    """
    source = item.source
    writing.require_office(by, source.joint)
    writing.check(_link_faults(source, topic, demand))
    item.topic, item.demand = topic, demand
    item.save(update_fields=["topic", "demand"])
    _record("rectification.item_linked", source, by, at, item=item.text, link=_link_words(topic, demand))
    return item


def _link_faults(source: RectificationSource, topic: Topic | None, demand: Demand | None) -> writing.Faults:
    return {
        field: [_("Choose one of this joint campaign.")]
        for field, row in (("topic", topic), ("demand", demand))
        if row is not None and row.joint_id != source.joint_id
    }


def _link_words(topic: Topic | None, demand: Demand | None) -> str:
    return "、".join([*([topic.name] if topic else []), *([demand.text] if demand else [])]) or "–"
