"""The things measured, independent of any standard."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

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
    """The thing measured, independent of any standard. `inputs` keep areas and counts, not rates."""

    code = models.CharField(max_length=20, unique=True)
    sharing = models.CharField(max_length=10, choices=Sharing)
    unit = models.CharField(max_length=30, blank=True)
    unit_en = models.CharField(max_length=30, blank=True)
    inputs = models.JSONField(default=list, blank=True)
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
