"""Who may see the duty rules and task tables, and who may change them."""

from django.db.models import Q, QuerySet
from django.http import Http404

from lianchuang.accounts.access import Actor, in_subtrees, visible_units
from lianchuang.accounts.models import Role
from lianchuang.duties.models import DutyRule, TaskRow, TaskTable
from lianchuang.duties.queries import rules_with_words
from lianchuang.sites.access import visible_sites


def visible_rules(actor: Actor) -> QuerySet[DutyRule]:
    """Rules that hold everywhere and those of the actor's own tree, retired ones too, with their words loaded."""
    if actor.is_system:
        return rules_with_words()
    if actor.post is None:
        return DutyRule.objects.none()
    here = Q(area__isnull=True) | Q(area__in=visible_units(actor))
    return rules_with_words().filter(here & (Q(site__isnull=True) | Q(site__in=visible_sites(actor))))


def may_change_rules(actor: Actor) -> bool:
    """Whether the actor may add and retire rules somewhere."""
    return actor.is_system or actor.has(Role.OFFICE)


def get_rule_to_retire(actor: Actor, number: int) -> DutyRule:
    """The rule for retiring it: 404 for a stranger, NotAllowed for an insider who is not of the office."""
    rule = visible_rules(actor).filter(number=number).first()
    if rule is None:
        raise Http404
    area = rule.site.unit if rule.site else rule.area
    actor.require(Role.OFFICE, over=area.path if area else None)
    return rule


# --- task tables ---


def visible_tables(actor: Actor) -> QuerySet[TaskTable]:
    """The task tables of the places over which the actor is of the office."""
    if actor.is_system:
        return TaskTable.objects.all()
    return TaskTable.objects.filter(in_subtrees("county", actor.paths(Role.OFFICE)))


def get_table(actor: Actor, table_id: int) -> TaskTable:
    """The table with its county and campaign: NotAllowed for whoever is not of an office, 404 for another's office."""
    actor.require(Role.OFFICE)
    table = (
        visible_tables(actor)
        .filter(pk=table_id)
        .select_related("county", "campaign__edition", "campaign__joint")
        .first()
    )
    if table is None:
        raise Http404
    return table


def get_row_to_mend(actor: Actor, row_id: int) -> TaskRow:
    """The row with its table, refused as `get_table` refuses."""
    actor.require(Role.OFFICE)
    loaded = ("table__county", "table__campaign__edition", "lead_post__unit", "requirement")
    row = TaskRow.objects.filter(table__in=visible_tables(actor), pk=row_id).select_related(*loaded).first()
    if row is None:
        raise Http404
    return row
