"""Who answers for what: rules that lead from a place and a check item to one post."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Post, PostKind, Unit
from lianchuang.sites.models import Category, CheckItem, Site, SiteType


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
