"""The things measured, independent of any standard."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Post, Unit
from lianchuang.common.words import Named, in_reader_language
from lianchuang.standards.models.editions import Confidence


class Sharing(models.TextChoices):
    VALUE = "value", _("One value")
    VISIT = "visit", _("One visit")
    DOCUMENT = "document", _("One document")
    SURVEY = "survey", _("One survey")
    ACTIVITY = "activity", _("One activity")
    INCIDENT = "incident", _("One register of incidents")
    CASE = "case", _("One case")


class Measure(Named):
    """The thing measured, independent of any standard. `inputs` keep areas and counts, not rates.

    `reading` says which inputs make its figure: {"of": …, "per": …, "times": "100"}; a link may have its own.
    """

    code = models.CharField(max_length=20, unique=True)
    sharing = models.CharField(max_length=10, choices=Sharing)
    unit = models.CharField(max_length=30, blank=True)
    unit_en = models.CharField(max_length=30, blank=True)
    inputs = models.JSONField(default=list, blank=True)
    reading = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    source = models.TextField()
    source_en = models.TextField(blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence)

    class Meta:
        ordering: ClassVar = ["code"]

    @property
    def note_label(self) -> str:
        return in_reader_language(self.note, self.note_en)

    @property
    def unit_label(self) -> str:
        return in_reader_language(self.unit, self.unit_en)

    @property
    def source_label(self) -> str:
        return in_reader_language(self.source, self.source_en)

    @property
    def input_labels(self) -> list[str]:
        """What is kept, each with its unit."""
        return [
            f"{in_reader_language(one['name'], one['name_en'])} ({in_reader_language(one['unit'], one['unit_en'])})"
            for one in self.inputs
        ]


class MeasureValue(models.Model):
    """One value at one place over one period: its inputs, and the figure made of them. Never edited.

    A wrong one is superseded by a newer one, which says why; `is_current` marks those that count. `inputs` maps the
    names of the measure's inputs to decimals as text; `value` is the measure's own reading of them, or what was entered.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="values")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField(default=dict, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=6)
    period_from = models.DateField()
    period_to = models.DateField()
    source = models.CharField(max_length=200)
    entered_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.CharField(max_length=300, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["measure", "place", "period_to", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="measure_value_period"),
            models.UniqueConstraint(
                fields=["measure", "place", "period_from", "period_to"],
                condition=Q(is_current=True),
                name="measure_value_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["place", "measure", "is_current"], name="measure_value_place")]

    def __str__(self) -> str:
        return f"{self.measure.code} {self.period_to:%Y-%m-%d}: {self.value}"
