"""The rules of the house as functions: each takes a file's path and source and returns what is wrong with it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

Rule = Callable[[PurePosixPath, str], list[str]]

_MAY_SPEAK_SQL = ("tables", "store", "actions", "views")
_SOLVERS = ("ortools", "pyvrp", "numba")


def imports_of(source: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (module, names) for every import statement, wherever it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, tuple(alias.name for alias in node.names)


def only_doors_and_stores_speak_sql(path: PurePosixPath, source: str) -> list[str]:
    """A pure rule that imports the database is no longer pure: move the sentence to the package's store."""
    if path.parts[0] == "pages" or path.parts[0] == "core":
        stem, package = path.stem, path.parts[1] if len(path.parts) > 2 else ""
        allowed = path.parts[0] == "core" and (
            package in {"database", "schema"}
            or any(stem == word or stem.endswith(f"_{word}") for word in _MAY_SPEAK_SQL)
        )
        if not allowed:
            return [
                f"{path} imports {m}" for m, _ in imports_of(source) if m.split(".")[0] in {"sqlalchemy", "sqlmodel"}
            ]
    return []


def only_solvers_import_solvers(path: PurePosixPath, source: str) -> list[str]:
    """The checker and the rules must not depend on a solver: only modules named *_solver.py import one (R11)."""
    if path.parts[0] == "tests" or path.stem.endswith("_solver"):
        return []
    return [f"{path} imports {module}" for module, _ in imports_of(source) if module.split(".")[0] in _SOLVERS]


def pages_see_only_views_and_actions(path: PurePosixPath, source: str) -> list[str]:
    """A page that reads a store or a table goes round the permissions: use the package's views and actions."""
    if path.parts[0] != "pages":
        return []
    wrong = []
    for module, names in imports_of(source):
        parts = module.split(".")
        if parts[0] == "core" and (parts[-1] == "store" or parts[-1].endswith("_store")):
            wrong.append(f"{path} imports {module}")
        if parts[0] == "core" and parts[-1] == "tables":
            wrong += [f"{path} imports {name} from {module}" for name in names if not _is_choice(module, name)]
    return wrong


def _is_choice(module: str, name: str) -> bool:
    from enum import StrEnum
    from importlib import import_module

    thing = getattr(import_module(module), name, None)
    return isinstance(thing, type) and issubclass(thing, StrEnum)


def a_page_knows_no_other_page(path: PurePosixPath, source: str) -> list[str]:
    """Pages share parts, not each other: move what is shared to pages/_parts."""
    if path.parts[0] != "pages":
        return []
    return [
        f"{path} imports {module}"
        for module, _ in imports_of(source)
        if module.startswith("pages.") and module.split(".")[1] not in {"_parts", "_shell"}
    ]


def no_relationship(path: PurePosixPath, source: str) -> list[str]:
    """Relationships load rows behind our back and across packages: write the query in a store."""
    return [f"{path} uses Relationship" for _, names in imports_of(source) if "Relationship" in names]


def nothing_is_injected(path: PurePosixPath, source: str) -> list[str]:
    """Unsafe HTML runs script, and edited grids lose edits: neither is ours to use."""
    banned = {"unsafe_allow_html", "data_editor"}
    return [
        f"{path}:{node.lineno} uses {word}"
        for node in ast.walk(ast.parse(source))
        for word in (_word(node),)
        if word in banned and isinstance(node, ast.Attribute | ast.keyword)
    ]


def _word(node: ast.AST) -> str | None:
    return node.arg if isinstance(node, ast.keyword) else node.attr if isinstance(node, ast.Attribute) else None


def every_page_begins_with_its_guard(path: PurePosixPath, source: str) -> list[str]:
    """A page can run without app.py after a restart, so its first act is its own guard."""
    if path.parts[0] != "pages" or len(path.parts) != 2 or path.stem == "__init__":
        return []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef | ast.AnnAssign):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        called = node.value if isinstance(node, ast.Assign | ast.Expr) else None
        if isinstance(node, ast.Assign) and isinstance(called, ast.Constant | ast.Dict | ast.Tuple):
            continue
        name = called.func.id if isinstance(called, ast.Call) and isinstance(called.func, ast.Name) else ""
        return [] if name in {"public", "signed_in_member"} else [f"{path}:{node.lineno} acts before its guard"]
    return [f"{path} has no guard"]


def modules_stay_small(path: PurePosixPath, source: str) -> list[str]:
    """Above 300 lines (400 for tests) there is a second idea inside: give it a file of its own."""
    lines, most = source.count("\n"), 400 if path.parts[0] == "tests" else 300
    return [f"{path} has {lines} lines"] if lines > most and "versions" not in path.parts else []


def no_vague_names(path: PurePosixPath, source: str) -> list[str]:
    """The file list is the table of contents: name a module for what it is about."""
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    return [f"{path} has a vague name"] if path.stem in vague else []


RULES: tuple[Rule, ...] = (
    only_doors_and_stores_speak_sql,
    only_solvers_import_solvers,
    pages_see_only_views_and_actions,
    a_page_knows_no_other_page,
    no_relationship,
    nothing_is_injected,
    every_page_begins_with_its_guard,
    modules_stay_small,
    no_vague_names,
)
