"""Ready benefit drivers: calculations that a case asks for by name, each a file of data in `ready/`.

A driver is read only when it is asked for; the names of all are those of the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from cxreport.case.models import Benefit
from cxreport.case.reading import nearest
from cxreport.errors import UsageError
from cxreport.quantity.number import quoted

FOLDER = Path(__file__).with_suffix("")
Form = Literal["number", "percent", "money"]


class Input(NamedTuple):
    """What a user has to give: `default`, with its own `source`, stands in where nothing is given.

    Texts are by language. A `fixed` unit is part of the formula, and a value in another one would be wrong.
    """

    key: str
    label: Mapping[str, str]
    form: Form
    ask: str
    unit: Mapping[str, str] = {}
    fixed: bool = False
    example: str = ""
    default: str = ""
    source: Mapping[str, str] = {}

    @property
    def counted_in(self) -> str:
        """The unit in English: a noun, a percentage or the case's money."""
        return self.unit.get("en") or {"percent": "%", "money": "money", "number": "number"}[self.form]

    @property
    def sample(self) -> str:
        """A value as a user would write it."""
        return self.default or self.example

    @property
    def named(self) -> str:
        """The source of that value as a user would write it; an example has none."""
        return f'"{self.source["en"]}"' if self.default else ""


class Step(NamedTuple):
    """A number that is computed from the inputs on the way to the amount."""

    key: str
    label: Mapping[str, str]
    formula: str
    unit: Mapping[str, str] = {}


class ReadyDriver(NamedTuple):
    """A calculation by name: what the benefit is, its inputs, its formula, advice, and where the formula is from."""

    name: str
    title: Mapping[str, str]
    what: str
    given: Mapping[str, str]
    formula: str
    inputs: Mapping[str, Input]
    steps: Mapping[str, Step]
    guidance: str
    source: str

    @property
    def type(self) -> str:
        """The type of every benefit that is computed so."""
        return self.given["type"]

    @property
    def snippet(self) -> str:
        """A benefit that asks for the driver, to be pasted under `benefits:`; its values are examples, in dollars."""
        head = (f"- id: {self.name.replace('_', '-')}", f"  name: {self.title['en']}", f"  type: {self.type}")
        lines = [*head, f"  driver: {self.name}", "  drivers:"]
        for item in self.inputs.values():
            unit = f" ({item.unit['en']})" if item.unit else ""
            lines.append(f"    # {item.label['en']}{unit}")
            lines.append(f"    {item.key}: {{value: {item.sample}, source: {item.named}}}")
        return "".join(f"      {line}\n" for line in lines)

    def snippet_in(self, currency: str) -> str:
        """Return the benefit to be pasted with its amounts in another currency, by its three letters.

        Raises UsageError where it is none.
        """
        from cxreport.quantity.currencies import CURRENCIES

        code = currency.strip().upper()
        if code not in CURRENCIES:
            raise UsageError(f"{quoted(currency)} is not a currency", "write its three letters, as EUR")
        return self.snippet if code == "USD" else self.snippet.replace("$", f"{code} ")

    def as_data(self) -> dict[str, Any]:
        """Return the driver as plain data, its texts in English."""
        return {
            "name": self.name,
            "title": self.title["en"],
            "what": self.what,
            **self.given,
            "formula": self.formula,
            "inputs": [_input_data(item) for item in self.inputs.values()],
            "steps": [
                {"name": step.key, "label": step.label["en"], "unit": step.unit.get("en"), "formula": step.formula}
                for step in self.steps.values()
            ],
            "guidance": self.guidance,
            "source": self.source,
            "snippet": self.snippet,
        }


def _input_data(item: Input) -> dict[str, Any]:
    return {
        "name": item.key,
        "label": item.label["en"],
        "form": item.form,
        "unit": item.counted_in,
        "ask": item.ask,
        "default": item.default or None,
        "example": item.sample,
    }


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Return the names of all ready drivers, in the order of the alphabet."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


def ready_drivers() -> tuple[ReadyDriver, ...]:
    """Return all ready drivers, in the order of their names."""
    return tuple(map(ready_driver, names()))


@lru_cache(maxsize=64)
def ready_driver(name: str) -> ReadyDriver:
    """Return the ready driver of a name. Raises UsageError where there is none."""
    if name not in names():
        raise UsageError(f"{quoted(name)} is no ready driver", nearest(name, names()))
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    told = yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), loader)  # noqa: S506 - it makes texts only
    return ReadyDriver(
        name=name,
        title=told["title"],
        what=told["what"],
        given={key: told[key] for key in ("type", "cash", "margin") if key in told},
        formula=told["formula"],
        inputs={key: Input(key, **{**item, "fixed": "fixed" in item}) for key, item in told["inputs"].items()},
        steps={key: Step(key, **item) for key, item in told["steps"].items()},
        guidance=_filled(told["guidance"]),
        source=_filled(told["source"]),
    )


def _filled(text: str) -> str:
    return " ".join(text.split())


def asked(benefit: object) -> ReadyDriver | None:
    """Return the ready driver that a line asks for; None where it asks for none."""
    return ready_driver(benefit.driver) if isinstance(benefit, Benefit) and benefit.driver is not None else None


def defaults_left(benefit: object) -> tuple[str, ...]:
    """Return the inputs of a line that are still the ready driver's own: its value, from its source."""
    ready = asked(benefit)
    if ready is None or not isinstance(benefit, Benefit):
        return ()
    given = benefit.drivers
    return tuple(
        key
        for key, item in ready.inputs.items()
        if item.default and key in given and given[key].source in item.source.values()
    )
