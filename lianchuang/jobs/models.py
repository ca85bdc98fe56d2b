"""Standing tasks as rows: when each is due next, who has it, how it went."""

from typing import ClassVar

from django.db import models
from django.db.models import F


class StandingTask(models.Model):
    """One standing task. What it does stands in the register (`jobs.schedule`), under the same name.

    A worker has it until `leased_until`; `worker` is that worker's token, so that one who was too slow cannot write over
    the next one's result. `last_error` stays until a run goes well.
    """

    name = models.CharField(max_length=60, primary_key=True)
    next_at = models.DateTimeField()
    worker = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    said = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    last_error_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        indexes: ClassVar = [models.Index(F("next_at"), name="standing_task_next")]

    def __str__(self) -> str:
        return self.name
