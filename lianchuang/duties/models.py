"""Who answers for what: rules that lead to one post, sponsorships of places, lists of what goes over with a post, tasks."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Person, Post, PostKind, Unit
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

    A rule speaks of places, or of a `requirement` with everything below it, never of both. One without item and category
    holds for every matter at the place and for the place as a whole; `is_whole`: only for the place as a whole.
    The answer is either one `post`, or a `post_kind` looked for `where`. Rules are never edited: one is retired and
    another added, so that a past decision can be explained.
    """

    number = models.PositiveIntegerField(unique=True)
    requirement = models.ForeignKey(Requirement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    site_type = models.ForeignKey(SiteType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(CheckItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_whole = models.BooleanField(default=False)
    area = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    post_kind = models.ForeignKey(PostKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=10, choices=Where, blank=True)
    responsible_posts = models.ManyToManyField(Post, blank=True, related_name="+")
    responsible_units = models.ManyToManyField(Unit, blank=True, related_name="+")
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
            ),
            models.CheckConstraint(
                condition=Q(requirement__isnull=True)
                | Q(
                    post__isnull=False,
                    site__isnull=True,
                    site_type__isnull=True,
                    item__isnull=True,
                    category__isnull=True,
                    is_whole=False,
                ),
                name="duty_rule_requirement_or_place",
            ),
            models.CheckConstraint(
                condition=Q(is_whole=False) | Q(item__isnull=True, category__isnull=True),
                name="duty_rule_whole_or_matter",
            ),
        ]

    def __str__(self) -> str:
        return f"R-{self.number}"


class ProposalState(models.TextChoices):
    OPEN = "open", pgettext_lazy("rule proposal", "to be decided")
    ACCEPTED = "accepted", pgettext_lazy("rule proposal", "accepted")
    DECLINED = "declined", pgettext_lazy("rule proposal", "declined")


class RuleProposal(models.Model):
    """A rule that somebody proposes from one case, for a person of the office to accept or decline.

    `boundary` is where it was said to run, in words; `origin_*` a snapshot of the case (kind, id, words).
    """

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(CheckItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    boundary = models.CharField(max_length=200)
    origin_kind = models.CharField(max_length=20)
    origin_id = models.CharField(max_length=60)
    origin_words = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    rule = models.ForeignKey(DutyRule, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.origin_words} → {self.post_id}"


class Sponsorship(models.Model):
    """A unit or a leader's post stands behind a street or area, or a leader's post behind a site (包保).

    The unit that stands behind a site is kept with the site (`Site.sponsor_unit`). Never edited: ended, and another begun.
    """

    area = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="sponsorships")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="sponsorships")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(area__isnull=False, site__isnull=True) | Q(area__isnull=True, site__isnull=False),
                name="sponsorship_one_place",
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=False, unit__isnull=True)
                | Q(post__isnull=True, unit__isnull=False, site__isnull=True),
                name="sponsorship_one_sponsor",
            ),
            models.UniqueConstraint(
                fields=["area", "unit"], condition=Q(ended_at__isnull=True), name="sponsorship_area_unit_once"
            ),
            models.UniqueConstraint(
                fields=["area", "post"], condition=Q(ended_at__isnull=True), name="sponsorship_area_post_once"
            ),
            models.UniqueConstraint(
                fields=["site", "post"], condition=Q(ended_at__isnull=True), name="sponsorship_site_post_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area or self.site} ← {self.unit or self.post}"


class HandOver(models.Model):
    """A post goes from one person to another, with the list of what goes over, as it was on the day it was drawn up.

    Whoever gives and whoever takes each confirm it once. `listed` is frozen: words and numbers as they were then.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    listed = models.JSONField(default=dict)
    drawn_up_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-drawn_up_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(giver=models.F("taker")), name="hand_over_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.from_day}"

    @property
    def is_signed(self) -> bool:
        """Whether both have confirmed."""
        return self.given_at is not None and self.taken_at is not None

    @property
    def signed_at(self) -> datetime | None:
        """When the later of the two confirmed."""
        return max(self.given_at, self.taken_at) if self.given_at and self.taken_at else None


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
