"""Who answers for what: rules that lead from a place and a check item to one post."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Post, PostKind, Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.sites.models import Category, CheckItem, Site, SiteType
from lianchuang.standards.models import Requirement


class Where(models.TextChoices):
    """In whose unit a post kind is looked for."""

    PLACE = "place", _("the street or town it lies in")
    COMMUNITY = "community", _("the community or village it lies in")
    OWNER = "owner", _("the unit that runs it")


class DutyRule(models.Model):
    """If all given conditions hold, this post answers (lead). Most specific first; see rules.specificity.

    The answer is either one `post`, or a `post_kind` looked for `where`. Rules are never edited: one is retired and
    another added, so that a past decision can be explained.
    """

    number = models.PositiveIntegerField(unique=True)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    site_type = models.ForeignKey(SiteType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(CheckItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    post_kind = models.ForeignKey(PostKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=10, choices=Where, blank=True)
    supporting = models.ManyToManyField(Unit, blank=True, related_name="+")
    ground = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, post_kind__isnull=True, where="")
                | Q(post__isnull=True, post_kind__isnull=False) & ~Q(where=""),
                name="duty_rule_one_answer",
            )
        ]

    def __str__(self) -> str:
        return f"R-{self.number}"


# --- task tables ---


class UnitAlias(models.Model):
    """A mend that is remembered: in this county these words mean this unit. `text` is bare (tasktable.bare)."""

    county = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    remembered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["text"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["county", "text"], name="unit_alias_once")]

    def __str__(self) -> str:
        return f"{self.text} → {self.unit}"


class TableState(models.TextChoices):
    DRAFT = "draft", _("Being looked through")
    ACCEPTED = "accepted", _("Accepted")
    DISCARDED = "discarded", _("Discarded")


class TaskTable(models.Model):
    """An uploaded 任务分解表 as it was understood. `on`: the day by which dates without a year were read."""

    county = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    on = models.DateField()
    notes = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=TableState, default=TableState.DRAFT)
    drafted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-drafted_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "sha256"], condition=Q(state="draft"), name="task_table_draft_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class RowState(models.TextChoices):
    OPEN = "open", _("Open")
    READY = "ready", _("Ready")
    LEFT_OUT = "left_out", _("Left out")
    ACCEPTED = "accepted", _("Accepted")


class TaskRow(models.Model):
    """A row of a task table: its cells as understood and mended (tasktable.Cell as JSON)."""

    table = models.ForeignKey(TaskTable, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveIntegerField()
    place = models.CharField(max_length=100)
    line = models.PositiveIntegerField()
    cells = models.JSONField()
    more = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RowState, default=RowState.OPEN)
    lead_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    requirement_confidence = models.CharField(max_length=6, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["table", "order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["table", "order"], name="task_row_once")]
        indexes: ClassVar = [models.Index(fields=["table", "state"], name="task_row_state")]

    def __str__(self) -> str:
        return f"{self.place} {self.line}"


class Task(models.Model):
    """A duty by an accepted task table: one lead post, units with it, a date or a rhythm.

    `rhythm` is empty, or says how often: {"every": "month", "day": 25}, {"standing": true}, {"at_once": true}.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tasks")
    row = models.ForeignKey(TaskRow, on_delete=models.PROTECT, related_name="tasks")
    number = models.CharField(max_length=60, blank=True)
    chapter = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    lead_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tasks")
    responsible = models.ManyToManyField(Unit, blank=True, related_name="+")
    supporting = models.ManyToManyField(Unit, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    rhythm = models.JSONField(default=dict, blank=True)
    requirement = models.ForeignKey(Requirement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    remarks = models.TextField(blank=True)
    accepted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["row__table", "row__order", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["row", "lead_unit"], name="task_once")]

    def __str__(self) -> str:
        return self.text
