"""The house: one order in three places, one name for each kind of file, one way to write."""

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from types import FunctionType

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model

from lianchuang.audit.codes import all_codes, kind_label
from tests.house import PACKAGE, ROOT, app_of, functions, imports, kind_of, sources

OWN = [name.removeprefix("lianchuang.") for name in settings.OWN_APPS]


# --- the order ---


def order_in_architecture() -> list[str]:
    """The names of the picture in ARCHITECTURE.md, from the top down."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    picture = text.split("## The order", 1)[1].split("```")[1]
    return [line.split()[0] for line in picture.strip().splitlines()]


def order_in_contract() -> list[str]:
    """The layers of the import contract, from the top down; `packs` is data and stands beside the kernels."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    names = [name.strip() for layer in layers for name in layer.split("|")]
    return [name for name in names if name != "packs"]


def test_the_order_is_the_same_in_three_places() -> None:
    assert order_in_contract() == order_in_architecture()
    with_tables = [name for name in order_in_architecture() if name not in {"config", "kernels"}]
    assert with_tables == OWN[::-1]


def test_every_folder_has_its_place_in_the_order() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == {*order_in_architecture(), "packs"}


def own_relations() -> Iterator[tuple[type[Model], str, type[Model]]]:
    """Every foreign key and many-to-many of our own tables: (from, field, to)."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OWN:
            for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
                if field.remote_field:
                    yield model, field.name, field.related_model  # type: ignore[misc]


def test_foreign_keys_point_down() -> None:
    user = settings.AUTH_USER_MODEL
    upward = [
        f"{model._meta.label}.{name} → {target._meta.label}"
        for model, name, target in own_relations()
        if target._meta.label != user
        and (target._meta.app_label not in OWN or OWN.index(target._meta.app_label) > OWN.index(model._meta.app_label))
    ]
    assert not upward


# --- files ---

FILES = {
    "models",
    "rules",
    "actions",
    "queries",
    "access",
    "history",
    "forms",
    "words",
    "views",
    "urls",
    "apps",
    "tasks",
}
FOLDERS = {"templates", "static", "tests", "migrations", "locale", "templatetags"}
MORE = {
    "accounts": {"middleware"},  # gives every request its actor
    "campaigns": {"ical", "notice"},  # the calendar as RFC 5545; drafting from a notice
    "bulletins": {"documents"},  # a sheet of plain values as DOCX or PDF
    "audit": {"codes"},  # the register every history.py fills
    "desk": {"navigation"},  # the context of the frame
    "duties": {"tasktable"},  # reading a 任务分解表: values in, values out
    # files of strangers and the helper that looks at them; building archive books; copies among all photos; what a photo
    # says of itself; the register of uses
    "evidence": {"files", "book", "lookup", "traces", "uses"},
    # what a case export of another system says; the table of the parts; what lies near and how long ago; what speaks against
    # a photo; its photos' uses
    "findings": {"case_file", "parts", "nearby", "hints", "uses"},
    "jobs": {"schedule", "worker"},  # the register of standing tasks; the loop that runs them
    "notices": {"channels"},  # the ways out of the program
    # what files of visits say, row by row; what a visit must be to be recorded; what its photos hang on
    "inspections": {"intake", "recording", "uses"},
    "sites": {"xlsform"},  # a checklist as the rows of an XLSForm
    "standards": {"exchange", "value_table"},  # readers and writers of files; what a table of values says, row by row
}
FREE = {"common", "config", "demo", "kernels", "packs"}  # parts, wiring, the generator, mathematics, data


@pytest.mark.parametrize("app", [name for name in OWN if name not in FREE])
def test_an_app_has_only_the_known_files(app: str) -> None:
    found = {path.name if path.is_dir() else path.stem for path in (PACKAGE / app).iterdir()}
    assert found - {"__init__", "__pycache__"} <= FILES | FOLDERS | MORE.get(app, set())


def test_no_file_outgrows_the_eye() -> None:
    mine = [*PACKAGE.rglob("*"), *(ROOT / "tests").rglob("*"), *(ROOT / "scripts").rglob("*")]
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in mine
        if path.suffix in {".py", ".js", ".html", ".css"}
        and "browser" not in path.parts
        and "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 600
    ]
    assert not long


# --- imports ---


def test_nothing_of_ours_is_imported_inside_a_function() -> None:
    inside = [
        f"{module}:{function.name} imports {name}"
        for module, tree in sources().items()
        for function in functions(tree)
        for name, _what in imports(function)
    ]
    assert not inside


def test_an_app_uses_only_what_another_offers() -> None:
    """Models, queries, actions, access, rules; never another's views, forms, addresses or underscore
    names.
    """
    hidden = {"views", "forms", "urls", "apps", "tests", "templatetags"}
    taken = [
        f"{module} uses {source}.{name}"
        for module, tree in sources().items()
        if app_of(module) != "config"
        for source, name in imports(tree)
        if app_of(source) != app_of(module)
        and app_of(source) != "common"
        and (kind_of(source) in hidden or name.startswith("_"))
    ]
    assert not taken


def test_another_apps_actions_are_taken_from_the_top() -> None:
    """`findings.actions`, not `findings.actions.moving`: what `__all__` offers are actions, the rest is
    inside.
    """
    deep = [
        f"{module} uses {source}.{name}"
        for module, tree in sources().items()
        for source, name in imports(tree)
        if app_of(source) != app_of(module) and kind_of(source) == "actions" and source.count(".") > 2
    ]
    assert not deep


# --- writing ---

WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "delete", "save"}
MAY_WRITE = {
    "lianchuang.accounts.models",  # Django's own manager of people
}


def offered(app: str) -> dict[str, FunctionType]:
    """The functions that an app's `actions` offers to others."""
    try:
        module = import_module(f"lianchuang.{app}.actions")
    except ModuleNotFoundError:
        return {}
    names = getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")])
    found = {name: getattr(module, name) for name in names}
    return {
        name: value
        for name, value in found.items()
        if inspect.isfunction(value) and value.__module__.startswith(module.__name__)
    }


ACTIONS = {
    f"{app}.{name}": action for app in OWN if app not in {"audit", "jobs"} for name, action in offered(app).items()
}


def test_there_are_actions_to_look_at() -> None:
    assert len(ACTIONS) > 40


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_owes_an_entry_and_says_who_and_when(name: str) -> None:
    """Each carries its audit codes, all registered; keyword-only, with `by` and `at`; and a sentence."""
    function = ACTIONS[name]
    codes = getattr(function, "audit_codes", ())
    assert codes, f"{name} is no @action"
    assert set(codes) <= set(all_codes())
    given = inspect.signature(function).parameters
    assert {"by", "at"} <= set(given)
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in given.values())
    assert inspect.getdoc(function)


def test_every_code_is_owed_by_an_action() -> None:
    owed = {code for function in ACTIONS.values() for code in getattr(function, "audit_codes", ())}
    assert set(all_codes()) == owed


def test_every_kind_of_object_in_history_has_a_name() -> None:
    kinds = {
        argument.value.value
        for module, tree in sources().items()
        for node in ast.walk(tree)
        if kind_of(module) == "actions" and isinstance(node, ast.Call)
        for argument in node.keywords
        if argument.arg == "object_kind" and isinstance(argument.value, ast.Constant)
    }
    assert len(kinds) > 10
    assert not [kind for kind in kinds if kind_label(str(kind)) == kind]


def written_in(tree: ast.Module) -> Iterator[str]:
    """Calls that write rows: through `.objects`, a filter, or `row.save(update_fields=…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            words = ast.unparse(node)
            through = ".objects" in words or ".filter(" in ast.unparse(node.func)
            if through or (node.func.attr == "save" and re.search(r"update_fields|force_insert", words)):
                yield f"{node.lineno} {words[:80]}"


def test_only_actions_write() -> None:
    elsewhere = [
        f"{module}:{words}"
        for module, tree in sources().items()
        if kind_of(module) != "actions" and app_of(module) != "demo" and module not in MAY_WRITE
        for words in written_in(tree)
    ]
    assert not elsewhere


def test_rules_know_neither_rows_nor_the_clock() -> None:
    knowing = [
        f"{module} uses {source}"
        for module, tree in sources().items()
        if kind_of(module) == "rules" or app_of(module) == "kernels"
        for source, _name in imports(tree)
        if kind_of(source) in {"models", "queries", "actions", "access"} or source.endswith(".clock")
    ]
    assert not knowing


# --- outcomes, not traces (DESIGN §2, 1; 国办函〔2026〕12号) ---

TRACES = re.compile(
    r"(^|_)(check_?ins?|checkins?|streaks?|online|installs?|installed|tracks?|tracking|quotas?|leaderboards?"
    r"|ranks?|ranking|last_login|last_seen|footsteps?|mileage|attendance)(_|$)"
)


def own_fields() -> Iterator[tuple[type[Model], Field]]:  # type: ignore[type-arg]
    """Every column of our own tables."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OWN:
            yield from ((model, field) for field in model._meta.local_fields)


def test_nothing_measures_traces_of_staff() -> None:
    tables = [model for model in apps.get_models() if model._meta.app_label in OWN]
    smelling = [model._meta.label for model in tables if TRACES.search(snake(model.__name__))]
    smelling += [f"{model._meta.label}.{field.name}" for model, field in own_fields() if TRACES.search(field.name)]
    assert not smelling


def snake(name: str) -> str:
    """CheckItem → check_item."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("name", ["check_in", "checkin_at", "streak", "online_minutes", "photo_quota", "last_login"])
def test_it_would_smell_one(name: str) -> None:
    assert TRACES.search(name)
    assert not TRACES.search("check_item")
    assert not TRACES.search("check_in".replace("in", "input"))
