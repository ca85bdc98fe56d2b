"""Parts that pages share: one page of many, the order asked for, and which verbs a page with a form answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

PER_PAGE = 50

# A page that shows a form and takes it back.
form_page = require_http_methods(["GET", "HEAD", "POST"])

if TYPE_CHECKING:
    _Paginator = Paginator[Any]  # generic for the type checker only
else:
    _Paginator = Paginator


class ListPage(Page[Any]):
    """One page of a list."""

    @property
    def elided(self) -> list[int | str]:
        """The page numbers to show, gaps as an ellipsis."""
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1))


class _Counted(_Paginator):
    """A paginator that is told how many there are, when the page has counted them already."""

    def __init__(self, rows: Any, per_page: int, total: int | None) -> None:
        super().__init__(rows, per_page)
        self.total = total

    @cached_property
    def count(self) -> int:
        """How many rows there are on all pages."""
        return super().count if self.total is None else self.total

    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


def paginate(request: HttpRequest, rows: Any, per: int = PER_PAGE, total: int | None = None) -> ListPage:
    """The page asked for by ?page=; a number out of range gives the nearest page, nonsense the first.

    `rows` is an ordered queryset or a sequence. With `total` given it is not counted again.
    """
    return cast(ListPage, _Counted(rows, per, total).get_page(request.GET.get("page")))


@dataclass(frozen=True)
class Sort:
    """The order of a list: `key` as in the address, and what to give to `order_by`."""

    key: str
    is_descending: bool
    order_by: tuple[str, ...]

    def aria(self, key: str) -> str:
        """The value of aria-sort for the head of column `key`; empty when it is not the one."""
        if key != self.key:
            return ""
        return "descending" if self.is_descending else "ascending"

    def next_for(self, key: str) -> str:
        """What ?sort= should be after a click on that head: the same column turns round."""
        return f"-{key}" if key == self.key and not self.is_descending else key


def sort_from(request: HttpRequest, allowed: Mapping[str, Sequence[str]], default: str) -> Sort:
    """The order asked for by ?sort=key or ?sort=-key, among `allowed` (key → fields); anything else is the default."""
    asked = request.GET.get("sort", default)
    if asked.removeprefix("-") not in allowed:
        asked = default
    key, is_descending = asked.removeprefix("-"), asked.startswith("-")
    fields = allowed[key]
    return Sort(key, is_descending, tuple(_turned(name) if is_descending else name for name in fields))


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"
