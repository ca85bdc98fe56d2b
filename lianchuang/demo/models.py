"""The mark that this database holds the invented county."""

from django.db import models


class DemoRun(models.Model):
    """How the demo county was made. While a row is here, pages say "sample data" and one-click sign-in is open."""

    seed = models.BigIntegerField()
    scale = models.FloatField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    as_of = models.DateTimeField()
    seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"seed {self.seed}, scale {self.scale}"
