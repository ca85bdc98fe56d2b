"""The four ways in which the program says no. Each has a stable code and a sentence in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from django.forms import BaseForm
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Reason:
    """Why something cannot be done now: a stable code and a sentence (already in the reader's language)."""

    code: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


class Refusal(Exception):
    """Base of the four refusals. `code` is stable; `status` is the HTTP status of the answer."""

    kind: ClassVar[str] = "refusal"
    status: ClassVar[int] = 400

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

    def __reduce__(self) -> tuple[Any, ...]:
        """Made again from all it holds: an exception is otherwise made from its sentence alone (a worker hands one over)."""
        return _again, (type(self), self.args, self.__dict__)

    def sentences(self) -> list[str]:
        """Return what a person should read, one sentence an item."""
        return [self.sentence]


def _again(kind: type[Refusal], args: tuple[Any, ...], held: dict[str, Any]) -> Refusal:
    refusal = kind.__new__(kind, *args)
    refusal.__dict__.update(held)
    return refusal


class NotAllowed(Refusal):
    """This person may not do this; `whom_to_ask` names who may."""

    kind = "not_allowed"
    status = 403

    def __init__(self, code: str, sentence: str, whom_to_ask: str = "") -> None:
        super().__init__(code, sentence)
        self.whom_to_ask = whom_to_ask


class NotPossibleNow(Refusal):
    """Somebody might do it, but not in this state; the reasons say what is missing."""

    kind = "not_possible_now"
    status = 409

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__(reasons[0].code, reasons[0].sentence)
        self.reasons = tuple(reasons)

    def sentences(self) -> list[str]:
        return [reason.sentence for reason in self.reasons]


class ChangedMeanwhile(Refusal):
    """Another person changed the thing after it was read; nothing was written."""

    kind = "changed_meanwhile"
    status = 409

    def __init__(self, what_changed: str = "") -> None:
        sentence = _("Somebody changed this while you were looking. Nothing of yours was lost; look again and decide.")
        super().__init__("changed_meanwhile", f"{sentence} {what_changed}".strip())
        self.what_changed = what_changed


class Invalid(Refusal):
    """The input has the right shape but wrong content; `fields` maps a field to its sentences."""

    kind = "invalid"
    status = 422

    def __init__(self, fields: Mapping[str, Sequence[str]], code: str = "invalid") -> None:
        super().__init__(code, _("Some fields need another look."))
        self.fields = {name: list(sentences) for name, sentences in fields.items()}

    def sentences(self) -> list[str]:
        return [sentence for sentences in self.fields.values() for sentence in sentences]


def checked(form: BaseForm) -> dict[str, Any]:
    """What a form holds that no page shows again. Raises Invalid with its faults."""
    if not form.is_valid():
        raise Invalid({name: [str(one) for one in errors] for name, errors in form.errors.items()})
    return dict(form.cleaned_data)


@contextmanager
def onto(form: BaseForm) -> Iterator[None]:
    """Put a refusal onto the form, so that what was typed stays on the page. NotAllowed passes through."""
    try:
        yield
    except Invalid as refusal:
        for name, sentences in refusal.fields.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
    except (NotPossibleNow, ChangedMeanwhile) as refusal:
        for sentence in refusal.sentences():
            form.add_error(None, sentence)
