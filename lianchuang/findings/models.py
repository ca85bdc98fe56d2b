"""Something wrong at a place, and every step until it is put right."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Person, Post, Unit
from lianchuang.campaigns.models import Campaign, Topic
from lianchuang.common import clock
from lianchuang.common.ids import new_id
from lianchuang.evidence.models import StoredFile
from lianchuang.findings import nearby
from lianchuang.findings.parts import PART_LABELS, PartState
from lianchuang.findings.rules import ENDED, STATE_LABELS, LimitUnit, State
from lianchuang.sites.models import Category, CheckItem, Fill, Severity, Site
from lianchuang.standards.models import Confidence, Requirement

STATE_CHOICES = [(state.value, STATE_LABELS[state]) for state in State]
ENDED_VALUES = sorted(state.value for state in ENDED)
PART_CHOICES = [(state.value, PART_LABELS[state]) for state in PartState]


class DeferralReason(models.TextChoices):
    """Why it cannot be fixed yet."""

    MONEY = "money", pgettext_lazy("deferral reason", "money is not granted yet")
    WORKS = "works", pgettext_lazy("deferral reason", "a building project")
    SEASON = "season", pgettext_lazy("deferral reason", "season or weather")
    OWNERSHIP = "ownership", pgettext_lazy("deferral reason", "ownership in dispute")
    PROCEDURE = "procedure", pgettext_lazy("deferral reason", "a legal procedure is running")
    HIGHER = "higher", pgettext_lazy("deferral reason", "a higher level must decide")
    OTHER = "other", pgettext_lazy("deferral reason", "another reason")


class TimeLimit(models.Model):
    """How long the unit has to put a finding right: by category and severity."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="limits")
    severity = models.CharField(max_length=10, choices=Severity)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(
        max_length=15,
        choices=[
            (LimitUnit.WORKING_HOUR.value, _("working hours")),
            (LimitUnit.WORKING_DAY.value, _("working days")),
            (LimitUnit.CALENDAR_DAY.value, _("calendar days")),
            (LimitUnit.URGENT_HOUR.value, _("hours, day and night")),
        ],
    )
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, default=Confidence.UNVERIFIED)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["category", "severity"], name="time_limit_once")]

    def __str__(self) -> str:
        return f"{self.category.code} {self.severity}: {self.amount} {self.unit}"


class LoopRules(models.Model):
    """A county's own figures for the loop; without a row the defaults of `nearby` hold."""

    place = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    again_metres = models.PositiveSmallIntegerField(default=nearby.METRES)
    again_months = models.PositiveSmallIntegerField(default=nearby.MONTHS)
    topic_times = models.PositiveSmallIntegerField(default=nearby.TIMES)
    review_days = models.PositiveSmallIntegerField(default=nearby.REVIEW_DAYS)

    class Meta:
        verbose_name_plural = "loop rules"

    def __str__(self) -> str:
        return f"{self.place_id}: {self.again_metres} m, {self.again_months} months"

    @property
    def figures(self) -> nearby.Again:
        """As the rules take them."""
        return nearby.Again(self.again_metres, self.again_months, self.topic_times, self.review_days)


class Serial(models.Model):
    """The last number given to a finding in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Finding(models.Model):
    """A finding. Written only by `findings.actions`; `version` counts its changes.

    `number` is given when it may be seen (a sealed one has none, so that gaps tell nothing). `origin_*` is a snapshot
    of where it came from. `plan_post` has the plan of a deferral; `open_parts` and `again_count` are kept counts of
    `Part` and `Recurrence`; `…_noted_for` is the due moment about which it was said. `step_due_at` is when whoever has
    it must act; `limit_minutes`, `used_minutes` and `running_since` are the rectification clock (in working minutes
    unless `counts_working_time` is false).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, null=True, unique=True)  # noqa: DJ001 - null until it may be seen
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=15, choices=STATE_CHOICES, default=State.REPORTED.value)
    is_open = models.BooleanField(default=True)
    is_sealed = models.BooleanField(default=False)

    title = models.CharField(max_length=120)
    detail = models.TextField(blank=True)
    count = models.PositiveSmallIntegerField(default=1)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="findings")
    severity = models.CharField(max_length=10, choices=Severity)
    item = models.ForeignKey(CheckItem, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    has_veto = models.BooleanField(default=False)

    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    place = models.CharField(max_length=200, blank=True)
    place_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)

    found_at = models.DateTimeField()
    found_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    found_by_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin_kind = models.CharField(max_length=20)
    origin_id = models.CharField(max_length=60, blank=True)
    origin_words = models.CharField(max_length=200, blank=True)
    external_system = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=80, blank=True)

    responsible_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    responsible_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    supporting = models.ManyToManyField(Unit, blank=True, related_name="+")
    ground = models.CharField(max_length=200, blank=True)

    counts_working_time = models.BooleanField(default=True)
    limit_minutes = models.PositiveIntegerField(default=0)
    used_minutes = models.PositiveIntegerField(default=0)
    running_since = models.DateTimeField(null=True, blank=True)
    step_due_at = models.DateTimeField(null=True, blank=True)
    first_due_at = models.DateTimeField(null=True, blank=True)
    deferred_until = models.DateField(null=True, blank=True)
    deferral_reason = models.CharField(max_length=10, choices=DeferralReason, blank=True)
    plan_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(null=True, blank=True)
    extension_days = models.PositiveSmallIntegerField(default=0)  # asked for, not decided yet
    soon_noted_for = models.DateTimeField(null=True, blank=True)
    overdue_noted_for = models.DateTimeField(null=True, blank=True)

    state_since = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    was_late = models.BooleanField(default=False)

    rework_count = models.PositiveSmallIntegerField(default=0)
    return_count = models.PositiveSmallIntegerField(default=0)
    reassign_count = models.PositiveSmallIntegerField(default=0)
    extend_count = models.PositiveSmallIntegerField(default=0)
    deferral_count = models.PositiveSmallIntegerField(default=0)
    reopen_count = models.PositiveSmallIntegerField(default=0)
    review_count = models.PositiveSmallIntegerField(default=0)
    part_count = models.PositiveSmallIntegerField(default=0)
    open_parts = models.PositiveSmallIntegerField(default=0)
    again_count = models.PositiveSmallIntegerField(default=0)
    seen_count = models.PositiveSmallIntegerField(default=1)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    campaigns: "models.ManyToManyField[Campaign, FindingCampaign]" = models.ManyToManyField(
        Campaign, through="FindingCampaign", related_name="findings"
    )

    class Meta:
        ordering: ClassVar = ["-found_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_system", "external_id"], condition=~Q(external_id=""), name="finding_external_once"
            ),
            models.CheckConstraint(condition=Q(is_open=True) ^ Q(state__in=ENDED_VALUES), name="finding_open_or_ended"),
            models.CheckConstraint(
                condition=Q(is_open=True) | Q(running_since__isnull=True), name="finding_clock_ends"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["step_due_at", "id"], condition=Q(is_open=True), name="finding_open_due"),
            models.Index(fields=["responsible_post"], condition=Q(is_open=True), name="finding_open_post"),
            models.Index(fields=["responsible_unit"], condition=Q(is_open=True), name="finding_open_unit"),
            models.Index(fields=["category"], condition=Q(is_open=True), name="finding_open_category"),
            models.Index(fields=["site", "item", "-found_at"], name="finding_site_item"),
            models.Index(fields=["found_at"], name="finding_found"),
            models.Index(fields=["item", "-found_at"], name="finding_item_found"),
            models.Index(fields=["ended_at"], name="finding_ended"),
            models.Index(fields=["origin_kind", "origin_id"], name="finding_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.number or '–'} {self.title}"

    @property
    def state_enum(self) -> State:
        return State(self.state)

    @property
    def short_number(self) -> str:
        """The serial alone, as lists show it: 03417."""
        return self.number.rsplit("-", 1)[-1] if self.number else "–"


class FindingCampaign(models.Model):
    """A finding counts for a campaign: through which requirement, wholly or in part, and whether a veto hangs on it."""

    # What pages of requirements may count (`standards.queries.hanging`): nothing of an unreleased undercover round.
    COUNTED: ClassVar = Q(finding__is_sealed=False)

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="finding_campaigns")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="finding_campaigns")
    requirement = models.ForeignKey(Requirement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fill = models.CharField(max_length=5, choices=Fill)
    is_veto = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["campaign__slot"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["finding", "campaign"], name="finding_campaign_once")]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.campaign_id}"


class Step(models.Model):
    """One transition of a finding, or something said about it (verb `note`, `see_again`). Append-only.

    `minutes` are working minutes spent in the state it left (0 when it left none); `data` holds what the sentence
    needs (post names, dates, rule).
    """

    id = models.BigAutoField(primary_key=True)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=15, blank=True)
    to_state = models.CharField(max_length=15)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    minutes = models.PositiveIntegerField(default=0)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["finding", "id"], name="step_finding"),
            models.Index(fields=["at", "to_state", "from_state", "minutes"], name="step_flow"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.verb} → {self.to_state}"


class PhotoRole(models.TextChoices):
    BEFORE = "before", _("before")
    AFTER = "after", _("after")
    VERIFY = "verify", _("at verification")


class FindingPhoto(models.Model):
    """A photo of a finding: what was wrong, what was done, what the verifier saw."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="photos")
    role = models.CharField(max_length=7, choices=PhotoRole)
    caption = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["finding", "file", "role"], name="finding_photo_once")]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.role}"

    @property
    def tag(self) -> str:
        """Which of both it is and since when, as it stands on the picture."""
        words = _("After") if self.role == PhotoRole.AFTER else _("Before")
        return f"{words} {clock.local(self.step.at):%m-%d %H:%M}"


class Verdict(models.TextChoices):
    GENUINE = "genuine", _("genuine")
    NOT_GENUINE = "not_genuine", _("not genuine")
    OPEN = "open", _("cannot say")


class PhotoJudgement(models.Model):
    """What a person who looked at a photo says of it. Append-only; it changes nothing else."""

    photo = models.ForeignKey(FindingPhoto, on_delete=models.CASCADE, related_name="judgements")
    verdict = models.CharField(max_length=11, choices=Verdict)
    note = models.CharField(max_length=300)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.verdict}"


class Part(models.Model):
    """What one post does of a finding that needs several units; the lead hands the whole in when no part is open."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="parts")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=PART_CHOICES, default=PartState.OPEN.value)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=300)
    due_on = models.DateField()
    note = models.TextField(blank=True)
    return_count = models.PositiveSmallIntegerField(default=0)
    overdue_noted_for = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    state_since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["post", "state"], name="part_post"),
            models.Index(fields=["unit", "state"], name="part_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.task}"

    @property
    def state_enum(self) -> PartState:
        return PartState(self.state)


class Recurrence(models.Model):
    """A finding is again what an earlier one was: the same item, so many metres away. Never about a sealed one."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="earlier_ones")
    earlier = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="later_ones")
    metres = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["-earlier__found_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["finding", "earlier"], name="recurrence_once")]

    def __str__(self) -> str:
        return f"{self.finding_id} ← {self.earlier_id}"


class FailingPlace(models.Model):
    """What the office said about a place that keeps failing in one item: the topic it became, or why none (`note`).

    `until` is the moment up to which its findings are answered by that; later ones count anew.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    times = models.PositiveSmallIntegerField()
    until = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["site", "item"], name="failing_place")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.item_id}"
