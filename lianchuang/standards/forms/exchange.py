"""Shape of a sent file, and of what its sender chooses before it is written."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianchuang.standards.exchange import recognise
from lianchuang.standards.exchange.shapes import UnreadableFile

MOST_MB = recognise.MOST_BYTES // 2**20


class UploadForm(forms.Form):
    """A file of any of the known forms; what it is, is found by looking into it."""

    file = forms.FileField(label=_("File"), help_text=_("At most 20 MB."))

    def clean_file(self) -> "UploadedFile[bytes]":
        """Read it once, so that what cannot be read is said at once; `content` and `kind` are kept beside it."""
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        if (sent.size or 0) > recognise.MOST_BYTES:
            raise forms.ValidationError(_now("The file is larger than %(most)s MB.") % {"most": MOST_MB})
        content = sent.read()
        try:
            self.cleaned_data["kind"] = recognise.read_file(content, sent.name or "").kind
        except UnreadableFile as fault:
            raise forms.ValidationError(str(fault)) from fault
        self.cleaned_data["content"] = content
        return sent


class ConfirmForm(forms.Form):
    """The word to write it: `mark` is what was shown, so that nothing else is written."""

    mark = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any, chosen: dict[str, str], mark: str) -> None:
        super().__init__(data, initial={"mark": mark})
        for name, value in chosen.items():
            self.fields[name] = forms.CharField(required=False, initial=value, widget=forms.HiddenInput)
