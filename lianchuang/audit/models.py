"""The append-only history. Database triggers refuse every change and removal (migration 0002)."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One thing that somebody did: a code, who, as which post, to what, when, and the facts the sentence
    needs.

    People, posts and objects are referred to by kind and id, without a key, so that history outlives them.
    `unit_path` is where the acting post sat (empty: the program itself). An entry sealed with an object
    (an undercover round) is shown to others only once an entry about that object has released it
    (`Code.releases`).
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    code = models.CharField(max_length=60)
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=100)
    post_id = models.CharField(max_length=40, blank=True)
    post_name = models.CharField(max_length=200, blank=True)
    unit_path = models.CharField(max_length=200, blank=True)
    object_kind = models.CharField(max_length=30)
    object_id = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    sealed_kind = models.CharField(max_length=30, blank=True)
    sealed_id = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["object_kind", "object_id", "id"], name="audit_object"),
            models.Index(fields=["code", "id"], name="audit_code"),
            models.Index(fields=["at"], name="audit_at"),
        ]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.code} {self.object_kind} {self.object_id}"
