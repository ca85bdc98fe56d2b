"""Names that exist in Chinese and, where somebody wrote it, in English."""

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language, override


def in_reader_language(zh: str, en: str) -> str:
    """Return the English words to an English reader when there are any, else the Chinese ones."""
    return en if en and (get_language() or "").startswith("en") else zh


def as_written(words: str | Promise) -> str:
    """Lazy words as records keep them: in the county's language, whoever acts."""
    with override(settings.LANGUAGE_CODE):
        return str(words)


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
