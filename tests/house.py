"""What the house tests share: the project's own files, read as syntax."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "lianchuang"
NOT_OURS = {"browser", "migrations", "__pycache__", "locale"}


@lru_cache(maxsize=1)
def sources() -> dict[str, ast.Module]:
    """Every module of the package, tests left out, by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if NOT_OURS & set(parts) or "tests" in parts:
            continue
        name = ".".join(part for part in parts if part != "__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


def app_of(module: str) -> str:
    """The first-level package: `findings` of lianchuang.findings.actions.moving."""
    return [*module.split("."), ""][1]


def kind_of(module: str) -> str:
    """What a module is in its app: `actions` of lianchuang.findings.actions.moving."""
    return [*module.split("."), "", ""][2]


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Every first-party import as (module, name); a plain `import x` has the name ""."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("lianchuang"):
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.startswith("lianchuang"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
