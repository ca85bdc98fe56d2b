"""The county's undertaking: one joint campaign, several campaigns in it, and its charter.

The charter is what was decided and promised: phases, topics, commitments, earlier honours, related rectification,
the demands of a notice, and the calendar of all their dates.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Person, Post, Unit
from lianchuang.common.ids import new_id, timeless_id
from lianchuang.common.words import Named
from lianchuang.standards.models import Edition


class JointCampaign(Named):
    """Several campaigns of one place, one calendar, one office. `symbol` stands in document numbers (莲联创)."""

    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    symbol = models.CharField(max_length=20)
    started_on = models.DateField()

    class Meta:
        verbose_name_plural = "joint campaigns"


class Campaign(Named):
    """One standard's edition pursued to a target date, under one lead post."""

    joint = models.ForeignKey(JointCampaign, on_delete=models.PROTECT, related_name="campaigns")
    code = models.SlugField(max_length=30, unique=True)
    seal = models.CharField(max_length=1)
    slot = models.PositiveSmallIntegerField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="campaigns")
    lead_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    supporting_units = models.ManyToManyField(Unit, blank=True, related_name="+")
    target_date = models.DateField()

    class Meta:
        ordering: ClassVar = ["slot"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=6), name="campaign_slot"),
            models.UniqueConstraint(fields=["joint", "slot"], name="campaign_slot_once"),
        ]


class Charted(models.Model):
    """A row of the charter. `version` counts its changes, so that two people never overwrite each other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    joint = models.ForeignKey(JointCampaign, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Phase(Charted, Named):
    """A stretch of the joint campaign, or of one campaign when `campaign` is given; `ends_on` belongs to it."""

    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["starts_on", "ends_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="phase_order"),
        ]

    def __str__(self) -> str:
        return self.label


class Stage(models.TextChoices):
    """整治一项、规范一项、提升一项, in this order (rules.STAGES)."""

    RECTIFIED = "rectified", pgettext_lazy("stage", "Rectify")
    STANDARDISED = "standardised", pgettext_lazy("stage", "Standardise")
    RAISED = "raised", pgettext_lazy("stage", "Raise")


class Beat(models.TextChoices):
    """In what a standing topic's rhythm is counted."""

    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class Topic(Charted, Named):
    """专题: a one-off sweep until `ends_on`, or a standing routine every so many weeks or months.

    Its scope is said in words: site types and categories live above campaigns.
    """

    scope = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    campaigns = models.ManyToManyField(Campaign, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.RECTIFIED)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    every = models.PositiveSmallIntegerField(null=True, blank=True)
    beat = models.CharField(max_length=6, choices=Beat, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False, every__isnull=True, beat="")
                | Q(ends_on__isnull=True, every__gte=1) & ~Q(beat=""),
                name="topic_once_or_standing",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_standing(self) -> bool:
        return self.every is not None


class TopicStepKind(models.TextChoices):
    REPORTED = "reported", pgettext_lazy("topic", "reported")
    ADVANCED = "advanced", pgettext_lazy("topic", "went on")
    SET_BACK = "set_back", pgettext_lazy("topic", "was set back")
    ENDED = "ended", pgettext_lazy("topic", "ended")


class TopicStep(models.Model):
    """What happened to a topic, with the evidence it rests on: never changed, never removed."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=TopicStepKind)
    stage = models.CharField(max_length=12, choices=Stage)
    note = models.CharField(max_length=500)
    reference = models.CharField(max_length=200, blank=True)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.kind} {self.at:%Y-%m-%d}"


class CommitmentState(models.TextChoices):
    OPEN = "open", pgettext_lazy("commitment", "open")
    KEPT = "kept", pgettext_lazy("commitment", "kept")
    PARTLY = "partly", pgettext_lazy("commitment", "partly kept")
    BROKEN = "broken", pgettext_lazy("commitment", "not kept")
    WITHDRAWN = "withdrawn", pgettext_lazy("commitment", "withdrawn")


class Commitment(Charted):
    """承诺: what a post promised, how one sees that it is done (`measure`), by when. `first_due_on` never changes."""

    text = models.CharField(max_length=300)
    measure = models.CharField(max_length=300)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    campaigns = models.ManyToManyField(Campaign, related_name="+")
    made_on = models.DateField()
    due_on = models.DateField()
    first_due_on = models.DateField()
    state = models.CharField(max_length=10, choices=CommitmentState, default=CommitmentState.OPEN)

    class Meta:
        ordering: ClassVar = ["due_on", "id"]

    def __str__(self) -> str:
        return self.text


class CommitmentStepKind(models.TextChoices):
    REPORTED = "reported", pgettext_lazy("commitment", "reported")
    POSTPONED = "postponed", pgettext_lazy("commitment", "postponed")
    SETTLED = "settled", pgettext_lazy("commitment", "settled")
    WITHDRAWN = "withdrawn", pgettext_lazy("commitment", "withdrawn")


class CommitmentStep(models.Model):
    """What happened to a commitment: never changed, never removed."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=CommitmentStepKind)
    outcome = models.CharField(max_length=10, choices=CommitmentState, blank=True)
    note = models.CharField(max_length=500)
    reference = models.CharField(max_length=200, blank=True)
    old_due = models.DateField(null=True, blank=True)
    new_due = models.DateField(null=True, blank=True)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.kind} {self.at:%Y-%m-%d}"


class HonourLevel(models.TextChoices):
    NATIONAL = "national", _("National")
    PROVINCIAL = "provincial", _("Provincial")
    PREFECTURE = "prefecture", _("Prefecture level")
    COUNTY = "county", _("County level")


class Honour(Charted):
    """既有荣誉: a title the county holds already. `valid_until` is the last day, empty when it has none."""

    name = models.CharField(max_length=200)
    level = models.CharField(max_length=12, choices=HonourLevel)
    year = models.PositiveSmallIntegerField()
    awarded_by = models.CharField(max_length=200)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-year", "name"]

    def __str__(self) -> str:
        return self.name


class HonourEvidence(models.Model):
    """A document of an earlier honour that can be used again, by its reference, and for which campaigns."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    honour = models.ForeignKey(Honour, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(max_length=200)
    reference = models.CharField(max_length=200)
    dated = models.DateField(null=True, blank=True)
    campaigns = models.ManyToManyField(Campaign, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.title


class RectificationKind(models.TextChoices):
    INSPECTION = "inspection", _("Rectification after a party inspection")
    CASE = "case", _("Lessons from cases")
    AUDIT = "audit", _("Rectification after an audit")
    OTHER = "other", _("Other rectification")


class RectificationSource(Charted):
    """Another rectification that the campaign is joined with (巡视整改, 以案促改 …)."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=RectificationKind)
    document = models.CharField(max_length=200)
    dated = models.DateField()

    class Meta:
        ordering: ClassVar = ["-dated", "id"]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """A mobilisation notice of which a person accepted something. Its full text is not kept: it names people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    joint = models.ForeignKey(JointCampaign, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    dated = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-accepted_at"]

    def __str__(self) -> str:
        return self.title


class NoticeCampaign(models.Model):
    """What a notice says of one of our campaigns, with the sentence it stands in."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="campaigns")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    lead_post = models.CharField(max_length=200, blank=True)
    sentence = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "campaign"], name="notice_campaign_once")]

    def __str__(self) -> str:
        return self.name


class DemandState(models.TextChoices):
    OPEN = "open", pgettext_lazy("demand", "open")
    ANSWERED = "answered", pgettext_lazy("demand", "answered")


class Demand(Charted):
    """要求: one thing a notice demands, in its own sentence; answered by words, and by a topic or a commitment."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="demands")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    sentence = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=DemandState, default=DemandState.OPEN)
    answer = models.CharField(max_length=300, blank=True)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-notice__accepted_at", "order", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", answer="") | Q(state="answered") & ~Q(answer=""), name="demand_answer"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class RectificationItem(models.Model):
    """One point of a related rectification, and the topic or demand through which the campaign answers it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(RectificationSource, on_delete=models.PROTECT, related_name="items")
    text = models.CharField(max_length=300)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    demand = models.ForeignKey(Demand, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.text


class CalendarFeed(models.Model):
    """A secret address of the calendar for a post. It answers while it is open and its person holds the post."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=50, unique=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "person"], condition=Q(closed_at__isnull=True), name="calendar_feed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.opened_at:%Y-%m-%d}"


class ComplaintAbout(models.TextChoices):
    REPEATED = "repeated", _("Asked for the same thing again")
    TOO_MUCH = "too_much", _("Too many requests or forms")
    TRACES = "traces", _("Traces instead of results (photos, check-ins, rankings)")
    VISITS = "visits", _("Too many inspections")
    OTHER = "other", _("Something else")


class Complaint(models.Model):
    """A word against burden or formalism, from inside; it and its answer stand where everybody who works here reads them.

    An anonymous one has neither post nor unit, its id tells no time and only the day is kept.
    """

    id = models.UUIDField(primary_key=True, default=timeless_id, editable=False)
    joint = models.ForeignKey(JointCampaign, on_delete=models.PROTECT, related_name="complaints")
    about = models.CharField(max_length=10, choices=ComplaintAbout)
    text = models.TextField()
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    said_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-said_on", "id"]
        indexes: ClassVar = [models.Index(fields=["joint", "-said_on"], name="complaint_joint")]

    def __str__(self) -> str:
        return f"{self.about} {self.said_on}"
