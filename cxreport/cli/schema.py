"""`cxreport schema`."""

from __future__ import annotations

import click

from cxreport import case_schema, shared_schema
from cxreport.cli.summaries import examples
from cxreport.cli.terminal import say_data


@click.command(epilog=examples("cxreport schema > case.schema.json", "cxreport schema --shared > shared.schema.json"))
@click.option("--shared", is_flag=True, help="The schema of cxreport.yaml, which holds what cases share.")
def schema(shared: bool) -> None:
    """Print the JSON Schema of the case format, for editors.

    It is JSON Schema draft-07, as YAML extensions of editors read it. cxreport new writes it beside a case already.
    """
    say_data(shared_schema() if shared else case_schema())
