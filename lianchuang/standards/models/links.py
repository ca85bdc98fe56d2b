"""The crosswalk: which requirement rests on which measure, and how two requirements stand to each other."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Post
from lianchuang.common.words import in_reader_language
from lianchuang.standards.models.editions import Requirement
from lianchuang.standards.models.measures import Measure, Sharing


class Relation(models.TextChoices):
    EQUAL = "equal", _("equal")
    SUBSET = "subset", _("subset")
    SUPERSET = "superset", _("superset")
    INTERSECTS = "intersects", _("intersects")


class Link(models.Model):
    """What every link carries: how its first end stands to its second, why, who drafted and who reviewed it."""

    relation = models.CharField(max_length=10, choices=Relation)
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    drafted_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_at is not None

    @property
    def reason_label(self) -> str:
        return in_reader_language(self.reason, self.reason_en)


class MeasureLink(Link):
    """A requirement rests on a measure: how the requirement stands to it, what is reused, and why.

    `reading` says from which inputs the figure is made for this requirement, when not as usual.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="links")
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="measure_links")
    reuse = models.CharField(max_length=10, choices=Sharing)
    reading = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["measure", "requirement"], name="measure_link_once")]

    def __str__(self) -> str:
        return f"{self.measure.code} {self.relation} {self.requirement.code}"


class RequirementLink(Link):
    """How one requirement stands to another: read source → target; the inverse of subset is superset."""

    source = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="links_in")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], name="requirement_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="requirement_link_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.source.code} {self.relation} {self.target.code}"


class RejectedLink(models.Model):
    """A suggested link that a person has turned down, so that it is not suggested again."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="rejected_links")
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="rejected_links")
    rejected_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rejected_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["measure", "requirement"], name="rejected_link_once")]

    def __str__(self) -> str:
        return f"{self.measure.code} ✕ {self.requirement.code}"
