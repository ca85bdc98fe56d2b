"""Names that exist in Chinese and, where somebody wrote it, in English."""

from django.db import models
from django.utils.translation import get_language


def in_reader_language(zh: str, en: str) -> str:
    """Return the English words to an English reader when there are any, else the Chinese ones."""
    return en if en and (get_language() or "").startswith("en") else zh


class Named(models.Model):
    """A row with a Chinese name and an optional English one."""

    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_reader_language(self.name, self.name_en)
