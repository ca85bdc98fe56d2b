"""Who reads history: auditor, campaign office and administrator, each about their own sub-tree."""

from typing import Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lianchuang.audit.codes import all_codes
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import NotAllowed


class Reader(Protocol):
    """What these pages need to know of whoever reads; the actor of every request has it."""

    @property
    def is_system(self) -> bool: ...
    @property
    def may_read_history(self) -> bool: ...
    @property
    def history_paths(self) -> tuple[str, ...]: ...
    @property
    def sees_sealed(self) -> bool: ...


class ReaderRequest(HttpRequest):
    """A request as the pages of this app see it."""

    actor: Reader


def visible_entries(reader: Reader) -> QuerySet[Entry]:
    """The entries this reader may see: those of posts in their sub-trees, and what the program did by rule.

    Raises NotAllowed for everybody but auditor, office and administrator. Sealed entries are left out
    until they are released, except for the office that plans undercover rounds.
    """
    if not reader.may_read_history:
        raise NotAllowed(
            "no_history_reader",
            _("History is read by auditors, the campaign office and administrators."),
            _("Campaign office"),
        )
    entries = Entry.objects.all()
    return entries if reader.is_system else entries.filter(_within(reader) & _unsealed(reader))


def _within(reader: Reader) -> Q:
    """What posts of the reader's sub-trees did; and what the program did, unless it did it to others'
    things. What is sealed counts for neither.
    """
    mine = Q(pk__in=[])
    for path in reader.history_paths:
        mine |= Q(unit_path__startswith=path)
    same = Entry.objects.filter(object_kind=OuterRef("object_kind"), object_id=OuterRef("object_id"), sealed_kind="")
    ours, others = Q(Exists(same.filter(mine))), Q(Exists(same.exclude(mine).exclude(unit_path="")))
    return mine | Q(unit_path="") & (ours | ~others)


def _unsealed(reader: Reader) -> Q:
    if reader.sees_sealed:
        return Q()
    releasing = [code.name for code in all_codes().values() if code.releases]
    release = Entry.objects.filter(
        object_kind=OuterRef("sealed_kind"), object_id=OuterRef("sealed_id"), code__in=releasing
    )
    return Q(sealed_kind="") | Q(Exists(release))
