from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result

from cxreport import case_schema, schema_text, shared_schema


def test_the_schema_is_printed_as_its_file_has_it(run: Callable[..., Result]) -> None:
    assert run("schema").stdout == schema_text(case_schema())
    assert json.loads(run("schema", "--shared").stdout) == shared_schema()
