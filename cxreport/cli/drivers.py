"""`cxreport drivers`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cxreport import ReadyDriver, ready_driver, ready_drivers
from cxreport.cli.summaries import examples
from cxreport.cli.terminal import say, say_data


@click.command(
    epilog=examples(
        "cxreport drivers", "cxreport drivers contact_deflection", "cxreport drivers retention --currency EUR"
    )
)
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.option("--currency", default="USD", show_default=True, help="What the amounts in the benefit are in, as EUR.")
def drivers(name: str | None, as_json: bool, currency: str) -> None:
    """List the ready benefit drivers, or explain one of them.

    A benefit asks for one by its NAME, as driver: contact_deflection, and gives its inputs under drivers. With a NAME,
    its formula and inputs are printed, what to look out for, where the formula is from, and a benefit to be pasted into
    a case.
    """
    if name is None and as_json:
        say_data([ready.as_data() for ready in ready_drivers()])
    elif name is None:
        _say_list(ready_drivers())
    elif as_json:
        say_data(ready_driver(name).as_data())
    else:
        for line in explained(ready_driver(name), currency):
            say(line)


def _say_list(found: tuple[ReadyDriver, ...]) -> None:
    from cxreport.cli.tables import Table, say_table

    rows = tuple((ready.name, ready.type, ready.title["en"], ready.formula) for ready in found)
    say_table(Table("Ready benefit drivers", ("name", "type", "what it counts", "formula"), rows, names=4))
    say()
    say(f"cxreport drivers {found[0].name}  explains one, and has a benefit to be pasted into a case.")


def explained(ready: ReadyDriver, currency: str) -> Iterator[str]:
    """Yield the lines that explain a driver."""
    yield f"{ready.name}: {ready.title['en']}"
    yield ready.what
    yield ""
    yield "Formula"
    yield f"  amount = {ready.formula}"
    yield from (f"  {step.key} = {step.formula}" for step in ready.steps.values())
    yield ""
    yield "Inputs"
    for item in ready.inputs.values():
        default = f", default {item.default}" if item.default else ""
        yield f"  {item.key}: {item.label['en']} ({item.counted_in}{default})"
        yield f"      {item.ask}"
    yield ""
    yield "What to look out for"
    yield f"  {ready.guidance}"
    yield ""
    yield "Source"
    yield f"  {ready.source}"
    yield ""
    yield "Under  benefits:  of an initiative, with your own values and their sources"
    yield ""
    yield ready.snippet_in(currency).rstrip()
