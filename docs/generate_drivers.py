"""Writes `docs/drivers.md`, the manual of the ready benefit drivers, from their files in `cxreport/case/ready/`.

python docs/generate_drivers.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, wrap

from cxreport.case.ready import Input, ReadyDriver, ready_drivers

TARGET = Path(__file__).parent / "drivers.md"
WIDTH = 110
OPENING = """\
# Ready benefit drivers

A calculation that many cases need is here by name, with its formula, what to put into it, and what a
reviewer will look for. `cxreport drivers NAME` prints what this page says. The page is made from
`cxreport/case/ready/` by `python docs/generate_drivers.py`.

A benefit asks for one by its name and gives the inputs under `drivers`, each as every driver is written:
with `value`, or a `formula` over drivers of your own, and with `source`, `owner`, `range` and
`distribution`.

```yaml
benefits:
  - name: Calls that customers need not make
    driver: contact_deflection
    drivers:
      contacts: {value: [190_000, 200_000, 200_000], source: "Service desk, 12 months"}
      share_deflected: {value: 25%, source: Pilot, range: [60%, 120%]}
      share_solved: {value: 70%, source: Calls within a week of the pilot}
      cost_per_contact: {value: $9.50, source: Finance}
    ramp: [50%, 100%, 100%]
```

- The formula, the labels and the units come with the driver; so does the `type`. All else is as in any
  benefit: `ramp`, `attribution`, `risk_adjustment`, `evidence`, scenarios by the names of the inputs. The
  document, the trace and the workbook show every step.
- An input that is missing is asked for by its name ([CX151](problems.md)). One that stands under `drivers`
  of the whole case serves as well. A name that is no input ([CX152](problems.md)), a value in another unit
  ([CX153](problems.md)) and an `amount` or a `formula` beside the driver ([CX154](problems.md)) are
  refused.
- Inputs are for one period of the case: in a case by quarters, the contacts and the churn of a quarter.
- A few inputs have a default. It knows nothing of your company: as long as it stands, the benefit counts as
  resting on an assumption, the register says so beside the value, and [CX327](problems.md) asks for a value
  of your own.
- Two drivers must not claim the same customers, contacts or hours. What to look out for says where that
  threatens.

"""


def document() -> str:
    """Return the text of the manual."""
    found = ready_drivers()
    rows = [f"| [{ready.name}](#{ready.name}) | {ready.type} | {ready.what} |" for ready in found]
    table = "\n".join(["| Driver | Type | What it counts |", "| --- | --- | --- |", *rows])
    return OPENING + "\n\n".join([table, *map(section, found)]) + "\n"


def section(ready: ReadyDriver) -> str:
    """Return the section of one driver."""
    formulas = [f"amount = {ready.formula}", *(f"{step.key} = {step.formula}" for step in ready.steps.values())]
    return "\n\n".join(
        [
            f"## {ready.name}",
            filled(f"{ready.title['en']}: {ready.what[0].lower()}{ready.what[1:]}"),
            "\n".join(["```text", *formulas, "```"]),
            "\n".join(["| Input | Unit | Default | What to give |", "| --- | --- | --- | --- |", *rows(ready)]),
            "\n".join(["```yaml", dedent(ready.snippet).rstrip(), "```"]),
            filled(f"What to look out for: {ready.guidance}"),
            filled(f"Source: {ready.source}"),
        ]
    )


def rows(ready: ReadyDriver) -> Iterator[str]:
    """Yield a row of the table for every input."""
    for item in ready.inputs.values():
        yield f"| `{item.key}` | {item.counted_in} | {item.default or 'none'} | {told(item)} |"


def told(item: Input) -> str:
    """Return what an input is, and where its default is from."""
    default = f" {item.source['en']}." if item.default else ""
    return f"{item.label['en']}. {item.ask}{default}"


def filled(text: str) -> str:
    """Return the text as a paragraph of lines of the house's width."""
    return "\n".join(wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False))


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
