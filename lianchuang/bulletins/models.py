"""Published reports whose figures are frozen together with the rows behind them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Post
from lianchuang.campaigns.models import JointCampaign
from lianchuang.findings.models import Finding, FindingPhoto
from lianchuang.inspections.models import Visit


class BulletinKind(models.TextChoices):
    WEEKLY = "weekly", _("Weekly")


class BulletinState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("bulletin state", "draft")
    PUBLISHED = "published", pgettext_lazy("bulletin state", "published")


class Bulletin(models.Model):
    """A dated, numbered report. `figures` are frozen as of `as_of`; after publishing nothing in it changes.

    `figures` maps a key of `rules.FIGURES` to {"value", "denominator"} (null: no rate). `tables` holds whatever else is
    printed, in words as they were then: head, units, campaigns, origins, types, vetoes, pairs, before.
    """

    joint = models.ForeignKey(JointCampaign, on_delete=models.PROTECT, related_name="bulletins")
    kind = models.CharField(max_length=10, choices=BulletinKind, default=BulletinKind.WEEKLY)
    year = models.PositiveSmallIntegerField()
    issue = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=BulletinState, default=BulletinState.DRAFT)
    period_from = models.DateField()
    period_to = models.DateField()
    as_of = models.DateTimeField()
    figures = models.JSONField(default=dict)
    tables = models.JSONField(default=dict)
    outlook = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-year", "-issue"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["joint", "year", "issue"], name="bulletin_number_once"),
            models.UniqueConstraint(fields=["joint", "kind", "period_from"], name="bulletin_period_once"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="bulletin_period_order"),
        ]

    def __str__(self) -> str:
        return f"〔{self.year}〕{self.issue}"

    @property
    def is_draft(self) -> bool:
        """Whether it still waits for a signature."""
        return self.state == BulletinState.DRAFT


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
