"""The county's undertaking: one joint campaign, several campaigns in it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lianchuang.accounts.models import Post, Unit
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
