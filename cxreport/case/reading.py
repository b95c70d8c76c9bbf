"""Nodes to frozen models: each field reads its own text, and everything wrong is collected, not raised.

Small and our own, because the case format is what this project exists for and because a reader that stops at
the first invalid field of a model cannot say everything at once. An invalid field leaves its stand-in behind
and its path in `broken`, so that the checks between fields still run over all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile
from typing import Any, Generic, NamedTuple, TypeVar

from cxreport.case import tree
from cxreport.case.problem import Finding, Path
from cxreport.quantity import QuantityError
from cxreport.quantity.number import LONGEST_TEXT, quoted

T = TypeVar("T")
M = TypeVar("M", bound="Model")

_COMMA_HINT = "a comma within { } begins the next key: put an amount with commas in quotes"

INVALID: Any = object()
REQUIRED: Any = object()


class Report:
    """What the reading of one case has found so far."""

    def __init__(self, broken: Iterable[Path] = ()) -> None:
        self.findings: list[Finding] = []
        self.broken: set[Path] = set(broken)

    def is_lost(self, path: Path) -> bool:
        """Return whether the field at `path` is missing for a reason that has been told: it stands misspelt."""
        return path in self.broken

    def refuse(self, code: str, path: Path, message: str, hint: str, *, at_key: bool = False) -> T:  # type: ignore[type-var]  # it stands for any value
        """Note an error and return INVALID, so that a reader can end with it."""
        self.findings.append(Finding(code, path, message, hint, at_key=at_key))
        self.broken.add(path)
        return INVALID  # type: ignore[no-any-return]


class Reader(NamedTuple, Generic[T]):
    """How a field reads its node (`read` returns the value or INVALID) and how editors see it (`schema`)."""

    read: Callable[[tree.Node, Path, Report], T]
    schema: Callable[[], dict[str, Any]]


class Spec(NamedTuple):
    """One field of a model: its reader, its sentence in the manual, its default and the key it is written under."""

    reader: Reader[Any]
    description: str
    default: Any = REQUIRED
    stand_in: Any = None
    key: str = ""

    @property
    def required(self) -> bool:
        """Whether a case without the field is refused."""
        return self.default is REQUIRED

    @property
    def way_out(self) -> str:
        """What a user who left the field out gets to read."""
        return f"write  {self.key}: …  ({self.description.removesuffix('.')})"


def required(reader: Reader[T], description: str, *, stand_in: Any = None, key: str = "") -> Any:
    """Declare a field that has to be written; `stand_in` takes its place once its absence has been reported."""
    return Spec(reader, description, stand_in=stand_in, key=key)


def optional(reader: Reader[T], description: str, default: Any = None, *, key: str = "") -> Any:
    """Declare a field that may be left out."""
    return Spec(reader, description, default, key=key)


class Model:
    """The ground of all models: frozen, its fields declared by `required` and `optional`."""

    specs: dict[str, Spec] = {}  # noqa: RUF012 - filled once for each subclass, below
    __slots__ = ("__dict__",)

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Spec)}
        for name in own:
            delattr(cls, name)
        cls.specs = {**cls.specs, **{name: _keyed(name, spec) for name, spec in own.items()}}

    def __init__(self, **values: Any) -> None:
        for name, spec in self.specs.items():
            if name not in values and spec.required:
                raise TypeError(f"{type(self).__name__} needs {name}")
            self.__dict__[name] = values.pop(name, spec.default)
        if values:
            raise TypeError(f"{type(self).__name__} has no {', '.join(values)}")

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]  # a model holds lists and mappings

    def __repr__(self) -> str:
        given = (f"{k}={v!r}" for k, v in self.__dict__.items() if v != self.specs[k].default)
        return f"{type(self).__name__}({', '.join(given)})"


def _keyed(name: str, spec: Spec) -> Spec:
    return spec if spec.key else Spec(spec.reader, spec.description, spec.default, spec.stand_in, name)


def read_model(model: type[M], node: tree.Node, path: Path, report: Report) -> M:
    """Return the model that `node` writes, stand-ins in place of whatever is wrong with it."""
    if not isinstance(node, tree.Mapping):
        report.refuse("CX103", path, f"keys and values are needed here, not {shape(node)}", _keys_hint(model))
        return model(**{name: spec.stand_in for name, spec in model.specs.items() if spec.required})
    keys = [spec.key for spec in model.specs.values()]
    for key in (key for key in node.values if key not in keys):
        hint = _COMMA_HINT if key[0].isdigit() and _is_empty(node.values[key]) else nearest(key, keys)
        report.refuse("CX102", (*path, key), f"the key {quoted(key)} is not known here", hint, at_key=True)
        if (meant := near(key, keys)) and meant not in node.values:
            report.broken.add((*path, meant))
    return model(**{name: _read_field(spec, node, path, report) for name, spec in model.specs.items()})


def _read_field(spec: Spec, node: tree.Mapping, path: Path, report: Report) -> Any:
    below = node.values.get(spec.key)
    where = (*path, spec.key)
    if below is None or _is_empty(below):
        if not spec.required:
            return spec.default
        if below is None and report.is_lost(where):
            return spec.stand_in
        message = f'the key "{spec.key}" is missing' if below is None else f'nothing is written behind "{spec.key}"'
        report.refuse("CX101", where, message, spec.way_out)
        return spec.stand_in
    value = spec.reader.read(below, where, report)
    if value is INVALID:
        return spec.stand_in if spec.required else spec.default
    return value


def _is_empty(node: tree.Node) -> bool:
    return isinstance(node, tree.Scalar) and node.empty


def _keys_hint(model: type[Model]) -> str:
    specs = model.specs.values()
    keys = [spec.key for spec in specs if spec.required] or [spec.key for spec in specs][:4]
    return f"write  key: value  (its keys: {', '.join(keys)})"


def shape(node: tree.Node) -> str:
    """Return what a node is, in words."""
    if isinstance(node, tree.Scalar):
        return "nothing" if node.empty else "a text"
    return "a list" if isinstance(node, tree.Sequence) else "keys and values"


def near(word: str, choices: Iterable[str]) -> str:
    """Return the choice that `word` is probably a slip for; empty where none is near."""
    known = {choice.lower(): choice for choice in choices}
    from difflib import get_close_matches

    return next((known[name] for name in get_close_matches(word.lower()[:LONGEST_TEXT], known, n=1, cutoff=0.6)), "")


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return `did you mean "x"?`, or all choices where none is near."""
    known = list(choices)
    meant = near(word, known)
    return f'did you mean "{meant}"?' if meant else "it is one of: " + ", ".join(known)


def text_reader(parse: Callable[[str], T], schema: dict[str, Any]) -> Reader[T]:
    """Return a reader of one text; `parse` raises QuantityError where it cannot read it."""

    def read(node: tree.Node, path: Path, report: Report) -> T:
        if not isinstance(node, tree.Scalar) or node.empty:
            return report.refuse("CX103", path, f"one value is needed here, not {shape(node)}", "write a single value")
        try:
            return parse(node.text)
        except QuantityError as error:
            return report.refuse(error.code, path, error.message, error.hint)

    return Reader(read, lambda: schema)


def model_reader(model: type[M]) -> Reader[M]:
    """Return a reader of one model."""
    return Reader(
        lambda node, path, report: read_model(model, node, path, report),
        lambda: {"$ref": f"#/definitions/{model.__name__}"},
    )


def list_reader(item: Reader[T], *, least: int = 0) -> Reader[tuple[T, ...]]:
    """Return a reader of a list, which ends before the first item that could not be read at all.

    So every item keeps the place in the list by which problems and figures find it.
    """

    def read(node: tree.Node, path: Path, report: Report) -> tuple[T, ...]:
        if not isinstance(node, tree.Sequence):
            return report.refuse(
                "CX103",
                path,
                f"a list is needed here, not {shape(node)}",
                "begin each item with a hyphen, or write  [one, two]",
            )
        if len(node.items) < least:
            return report.refuse("CX124", path, "this list is empty", "write at least one item")
        values = [item.read(below, (*path, index), report) for index, below in enumerate(node.items)]
        return tuple(takewhile(lambda value: value is not INVALID, values))

    schema: dict[str, Any] = {"type": "array", "minItems": least} if least else {"type": "array"}
    return Reader(read, lambda: schema | {"items": item.schema()})


def dict_reader(
    item: Reader[T], key_problem: Callable[[str], tuple[str, str, str] | None] = lambda _: None
) -> Reader[Mapping[str, T]]:
    """Return a reader of keys of the user's own; `key_problem` gives (code, message, hint) of a key that cannot be."""

    def read(node: tree.Node, path: Path, report: Report) -> Mapping[str, T]:
        if not isinstance(node, tree.Mapping):
            return report.refuse(
                "CX103", path, f"keys and values are needed here, not {shape(node)}", "write  key: value"
            )
        values: dict[str, T] = {}
        for key, below in node.values.items():
            if problem := key_problem(key):
                code, message, hint = problem
                report.refuse(code, (*path, key), message, hint, at_key=True)
                continue
            value = item.read(below, (*path, key), report)
            if value is not INVALID:
                values[key] = value
        return values

    return Reader(read, lambda: {"type": "object", "additionalProperties": item.schema()})


def either(choose: Callable[[tree.Node], Reader[Any]], readers: tuple[Reader[Any], ...]) -> Reader[Any]:
    """Return a reader that picks one of `readers` by the shape of the node."""
    return Reader(
        lambda node, path, report: choose(node).read(node, path, report),
        lambda: {"anyOf": [reader.schema() for reader in readers]},
    )


def checked(reader: Reader[T], check: Callable[[T], tuple[str, str, str] | None]) -> Reader[T]:
    """Return `reader` with a check on what it read, which gives (code, message, hint) of what is wrong."""

    def read(node: tree.Node, path: Path, report: Report) -> T:
        value = reader.read(node, path, report)
        if value is not INVALID and (problem := check(value)):
            code, message, hint = problem
            return report.refuse(code, path, message, hint)
        return value

    return Reader(read, reader.schema)
