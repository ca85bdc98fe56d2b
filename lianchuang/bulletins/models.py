"""Published reports whose figures are frozen together with the rows behind them; and supervisory letters."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Person, Post, Unit
from lianchuang.bulletins.rules.ladder import LETTER_STATES, SIGNED, LetterState
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.evidence.models import StoredFile
from lianchuang.findings.models import Finding, FindingPhoto
from lianchuang.inspections.models import Round, Visit


class BulletinKind(models.TextChoices):
    DAILY = "daily", pgettext_lazy("bulletin kind", "Daily")
    WEEKLY = "weekly", pgettext_lazy("bulletin kind", "Weekly")
    ROUND = "round", pgettext_lazy("bulletin kind", "Of a round")
    CAMPAIGN = "campaign", pgettext_lazy("bulletin kind", "Of a campaign")


class BulletinState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("bulletin state", "draft")
    SIGNED = "signed", pgettext_lazy("bulletin state", "signed")
    PUBLISHED = "published", pgettext_lazy("bulletin state", "published")


OF_DAYS = (BulletinKind.DAILY, BulletinKind.WEEKLY)


class BulletinTemplate(models.Model):
    """The wording that an office uses for a kind of bulletin: a version, never changed; the newest is in use."""

    joint = models.ForeignKey(JointCampaign, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=BulletinKind)
    number = models.PositiveSmallIntegerField()
    wording = models.JSONField()
    written_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["joint", "kind", "number"], name="template_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Bulletin(models.Model):
    """A dated report, numbered by kind and year. `figures` are frozen as of `as_of`; published, nothing in it changes.

    `figures` maps a key of `rules.FIGURES` to {"value", "denominator"} (null: no rate). `tables` holds whatever else is
    printed, in words as they were then: head, units, campaigns, origins, types, vetoes, pairs, list, before. `wording`
    is the text around them (empty: as shipped), of version `template` (0: as shipped).
    """

    joint = models.ForeignKey(JointCampaign, on_delete=models.PROTECT, related_name="bulletins")
    kind = models.CharField(max_length=10, choices=BulletinKind, default=BulletinKind.WEEKLY)
    year = models.PositiveSmallIntegerField()
    issue = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=BulletinState, default=BulletinState.DRAFT)
    period_from = models.DateField()
    period_to = models.DateField()
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateTimeField()
    figures = models.JSONField(default=dict)
    tables = models.JSONField(default=dict)
    wording = models.JSONField(default=dict)
    template = models.PositiveSmallIntegerField(default=0)
    outlook = models.TextField(blank=True)
    drafted_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    drafter = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-year", "-issue"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["joint", "kind", "year", "issue"], name="bulletin_number_once"),
            models.UniqueConstraint(
                fields=["joint", "kind", "period_from"], condition=Q(kind__in=OF_DAYS), name="bulletin_period_once"
            ),
            models.UniqueConstraint(fields=["round"], name="bulletin_round_once"),
            models.UniqueConstraint(
                fields=["campaign", "period_from"], condition=Q(campaign__isnull=False), name="bulletin_campaign_once"
            ),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="bulletin_period_order"),
            models.CheckConstraint(
                condition=Q(kind__in=OF_DAYS, round__isnull=True, campaign__isnull=True)
                | Q(kind=BulletinKind.ROUND, round__isnull=False, campaign__isnull=True)
                | Q(kind=BulletinKind.CAMPAIGN, round__isnull=True, campaign__isnull=False),
                name="bulletin_of_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}〔{self.year}〕{self.issue}"

    @property
    def is_draft(self) -> bool:
        """Whether it still waits for a signature."""
        return self.state == BulletinState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == BulletinState.PUBLISHED


class Correction(models.Model):
    """更正: what a published bulletin says wrongly and what is right. The bulletin itself stays as it was.

    It is written by one person and signed by another; with that it has its number and is published.
    """

    joint = models.ForeignKey(JointCampaign, on_delete=models.PROTECT, related_name="+")
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="corrections")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    issue = models.PositiveSmallIntegerField(null=True, blank=True)
    where = models.CharField(max_length=80)
    wrong = models.CharField(max_length=300)
    right = models.CharField(max_length=300)
    cause = models.CharField(max_length=300)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["joint", "year", "issue"], name="correction_number_once"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, issue__isnull=True)
                | Q(signed_at__isnull=False, issue__isnull=False, is_withdrawn=False),
                name="correction_signed_numbered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.where}: {self.wrong} → {self.right}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a signature."""
        return self.signed_at is None and not self.is_withdrawn


class FigureRow(models.Model):
    """A row behind a figure or a cell: this finding (in this state then), or this visit, was counted in it."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="rows")
    key = models.CharField(max_length=60)
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=15, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bulletin", "key"], name="figure_row_key")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(finding__isnull=False) ^ Q(visit__isnull=False), name="figure_row_one")
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.key}"


class PhotoPair(models.Model):
    """A before/after pair chosen for the bulletin; its words stand in `Bulletin.tables`, in the same order."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="pairs")
    before = models.ForeignKey(FindingPhoto, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(FindingPhoto, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["bulletin", "order"], name="photo_pair_order")]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.order}"


class Letter(models.Model):
    """督办单 and the other letters of the ladder: proposed by the program, signed by a person, answered by the unit.

    From the signature on `words` (what is printed) and its findings never change. `quiet_until`: until then no further
    rung is proposed for these findings.
    """

    joint = models.ForeignKey(JointCampaign, on_delete=models.PROTECT, related_name="letters")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rung = models.CharField(max_length=10, choices=[(step.rung.value, step.label) for step in SIGNED])
    state = models.CharField(
        max_length=10,
        choices=[(state.value, words) for state, words in LETTER_STATES.items()],
        default=LetterState.PROPOSED.value,
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    issue = models.PositiveSmallIntegerField(null=True, blank=True)
    proposed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reply_due_at = models.DateTimeField(null=True, blank=True)
    quiet_until = models.DateTimeField(null=True, blank=True)
    words = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["joint", "rung", "year", "issue"], name="letter_number_once"),
            models.UniqueConstraint(
                fields=["joint", "unit", "rung"],
                condition=Q(state=LetterState.PROPOSED.value),
                name="letter_proposed_once",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, issue__isnull=True)
                | Q(signed_at__isnull=False, issue__isnull=False, reply_due_at__isnull=False),
                name="letter_signed_numbered",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "reply_due_at"], name="letter_state")]

    def __str__(self) -> str:
        return f"{self.rung} {self.unit_id} {self.state}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


class LetterFinding(models.Model):
    """A finding in a letter, in the words it had when the letter was signed (or last proposed)."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="letter_findings")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    words = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["letter", "finding"], name="letter_finding_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.finding_id}"


class ReplyVerdict(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("verdict on an answer", "waits for a decision")
    ACCEPTED = "accepted", pgettext_lazy("verdict on an answer", "accepted")
    REJECTED = "rejected", pgettext_lazy("verdict on an answer", "not accepted")


class Reply(models.Model):
    """A unit's answer to a letter; the office accepts it, or says why not and lets it answer again."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    promised_on = models.DateField(null=True, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    was_late = models.BooleanField(default=False)
    verdict = models.CharField(max_length=10, choices=ReplyVerdict, default=ReplyVerdict.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.verdict}"


class ReplyFile(models.Model):
    """A file of an answer."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["reply", "file"], name="reply_file_once")]

    def __str__(self) -> str:
        return self.name
