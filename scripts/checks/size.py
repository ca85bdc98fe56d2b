"""No file and no function grows past what the eye holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from scripts.checks.found import project_files, report
from scripts.run import ROOT

FILE_LINES = 600
FUNCTION_LINES = 60  # the aim is under 30


def long_files() -> Iterator[str]:
    """Files over the budget."""
    for path in project_files(".py", ".js", ".mjs", ".html", ".css"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > FILE_LINES:
            yield f"{path.relative_to(ROOT)}: {lines} lines, {FILE_LINES} are allowed; split it by noun"


def long_functions(path: Path) -> Iterator[str]:
    """Functions over the budget, with their decorators and docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            lines = (node.end_lineno or first) - first + 1
            if lines > FUNCTION_LINES:
                place = f"{path.relative_to(ROOT)}:{first}"
                yield f"{place}: {node.name} has {lines} lines, {FUNCTION_LINES} are allowed"


def main() -> None:
    """Check both budgets; migrations are written by Django."""
    python = [path for path in project_files(".py") if "migrations" not in path.parts]
    functions = [problem for path in python for problem in long_functions(path)]
    report("Sizes", [*long_files(), *functions])


if __name__ == "__main__":
    main()
