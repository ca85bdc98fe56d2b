"""Planned looks at places: rounds, the sites drawn for them, visits and answers."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Person, Post, Unit
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common.ids import new_id
from lianchuang.evidence.models import StoredFile
from lianchuang.findings.models import Finding
from lianchuang.sites.models import CheckItem, Site


class RoundKind(models.TextChoices):
    ROUTINE = "routine", _("Routine")
    SPECIAL = "special", _("Special")
    UNDERCOVER = "undercover", _("Undercover")
    MOCK = "mock", _("Mock assessment")


class RoundState(models.TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("under way")
    FINISHED = "finished", _("finished")


class Frame(models.Model):
    """What samples were drawn from, as text (`kernels.sampling.frame_text`), kept once for all rounds that had the same."""

    sha256 = models.CharField(primary_key=True, max_length=64, editable=False)
    text = models.TextField()
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.sha256


class Round(models.Model):
    """A planned inspection. An undercover one is sealed until `released_at`.

    Until then only the office and its own inspectors see the round, its sample, visits and findings. `seed`
    is that of the draw. `commitment` is printed when the round is planned: the hash of a seed nobody has seen yet and a
    salt, so that whoever draws cannot pick the seed afterwards.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    joint = models.ForeignKey(JointCampaign, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=RoundKind)
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.PLANNED)
    starts_on = models.DateField()
    ends_on = models.DateField()
    committed_seed = models.BigIntegerField(null=True, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    seed = models.BigIntegerField(null=True, blank=True)
    frame = models.ForeignKey(Frame, null=True, blank=True, on_delete=models.PROTECT, related_name="rounds")
    plan = models.JSONField(default=dict, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-starts_on", "-id"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="round_order")]
        indexes: ClassVar = [models.Index(fields=["state", "starts_on"], name="round_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sealed(self) -> bool:
        """Whether nobody but the office and its inspectors may know of it."""
        return self.kind == RoundKind.UNDERCOVER and self.released_at is None

    @property
    def seal(self) -> tuple[str, UUID] | None:
        """With what audit entries about it are sealed (see `audit.actions.record`)."""
        return ("round", self.pk) if self.is_sealed else None

    @property
    def is_published(self) -> bool:
        """Whether everybody who may see the round may know how it was drawn: it is over, and no secret."""
        return self.state == RoundState.FINISHED and not self.is_sealed


class Team(models.Model):
    """Who goes together; one of them leads, and carries the checklist."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="teams")
    number = models.PositiveSmallIntegerField()
    lead = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    members = models.ManyToManyField(Post, related_name="teams")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "number"], name="team_once")]

    def __str__(self) -> str:
        return f"{self.round}: {self.number}"


class Closed(models.TextChoices):
    """Why nobody could look at a site. That it is in a bad state is no reason."""

    SHUT = "shut", _("shut")
    GONE = "gone", _("no longer there")
    REFUSED = "refused", _("entry refused")


class RoundSite(models.Model):
    """A site in a round's sample: who goes, on which day, in which order.

    `inspector` leads the `team`. A site visited twice (`is_double`) has two stops, of different teams. A closed one
    (`closed_reason`) is not due any more; the stop that takes its place says so (`replaces`).
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="round_sites")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="round_sites")
    inspector = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="round_sites")
    day = models.DateField()
    order = models.PositiveSmallIntegerField(default=0)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="stops")
    is_double = models.BooleanField(default=False)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replaced_by")
    closed_reason = models.CharField(max_length=10, choices=Closed, blank=True)
    closed_note = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_photo = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["day", "order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "site", "inspector"], name="round_site_once")]
        indexes: ClassVar = [models.Index(fields=["inspector", "day"], name="round_site_today")]

    def __str__(self) -> str:
        return f"{self.round} – {self.site}"

    @property
    def team_number(self) -> int:
        """The team's number in the round; 0 where the stop has none. Needs `team` loaded."""
        return self.team.number if self.team else 0


class OpenedAssignment(models.Model):
    """An undercover inspector has opened what they were given for a day; before that they know of the day alone."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="opened")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["day", "at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "post", "day"], name="assignment_open_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.day}"


class ConflictGround(models.TextChoices):
    KIN = "kin", _("family or friends work there")
    EARLIER_POST = "earlier", _("an earlier post of my own")
    OTHER = "other", _("another tie")


class DeclaredConflict(models.Model):
    """An inspector says that they should not look at a site; it waits for the office as long as it is still theirs."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="conflicts")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=ConflictGround)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "site", "post"], name="conflict_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.site_id}"


class RoundReport(models.Model):
    """Something reported on a day undercover that stands on no checklist: sealed with the round, released with it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reports")
    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.finding_id}"


class Visit(models.Model):
    """One inspector at one site. The id is made where it was recorded, so that sending it twice is the same
    visit.

    Either one of our people recorded it in their post, or an outside body did: then `outside_body` says which, and
    `outside_inspector` whom it names.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="visits")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="visits")
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    by_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outside_body = models.CharField(max_length=100, blank=True)
    outside_inspector = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    received_at = models.DateTimeField()
    item_count = models.PositiveSmallIntegerField()
    fault_count = models.PositiveSmallIntegerField()
    remark = models.TextField(blank=True)
    # Of a double visit, until the other team has been there too: its findings are not opened yet.
    findings_held = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-finished_at"]
        indexes: ClassVar = [
            models.Index(fields=["site", "-finished_at"], name="visit_site"),
            models.Index(fields=["round", "site"], name="visit_round_site"),
            models.Index(fields=["finished_at"], name="visit_finished"),
            models.Index(fields=["round"], condition=Q(findings_held=True), name="visit_held"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outside_body="", by__isnull=False, by_post__isnull=False, by_unit__isnull=False)
                | (~Q(outside_body="") & Q(by__isnull=True, by_post__isnull=True, by_unit__isnull=True)),
                name="visit_ours_or_outside",
            )
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.finished_at:%Y-%m-%d}"

    @property
    def recorder(self) -> str:
        """Who recorded it: the post of ours (needs `by_post__unit`), or the outside body and whom it names."""
        if self.by_post is not None:
            return self.by_post.full_name
        return " · ".join(filter(None, (self.outside_body, self.outside_inspector)))


class Grade(models.TextChoices):
    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    C_SHARP = "C#", "C#"
    NOT_APPLICABLE = "NA", _("not applicable")


class Answer(models.Model):
    """One item's grade by counted violations (状态描述法): 0, 1, 2, 3 cases are A, B, C, C#."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="answers")
    grade = models.CharField(max_length=2, choices=Grade)
    count = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    fixed_on_spot = models.BooleanField(default=False)
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "item"], name="answer_once")]
        indexes: ClassVar = [models.Index(fields=["item", "grade"], name="answer_item_grade")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.grade}"


class AnswerPhoto(models.Model):
    """A photo of what is wrong."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["answer", "file"], name="answer_photo_once")]

    def __str__(self) -> str:
        return f"{self.answer_id}"


class VisitFile(models.Model):
    """A file of visits that somebody sent and has not taken in yet, with the map that says what its columns mean.

    Kept for its sender for a day; without a map it holds the results of our own XLSForm.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    map_text = models.TextField(blank=True)
    without_photos = models.BooleanField(default=False)
    sent_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-sent_at"]
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="visit_file_expiry")]

    def __str__(self) -> str:
        return self.name
