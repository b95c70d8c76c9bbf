"""The public face of cxreport: one verb per command, and the types that they take and return.

Each name is imported when it is first asked for (PEP 562), so that `import cxreport` itself costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxreport.batch.build import BuildReport, build
    from cxreport.batch.check import Checked, CheckReport, check
    from cxreport.batch.comparison import write_difference
    from cxreport.batch.doctor import Examination, Part, examine_machine
    from cxreport.batch.gather import Chosen, Gathered, gather, one_case
    from cxreport.batch.make import Built
    from cxreport.batch.plan import Plan, Planned, Shard, plan
    from cxreport.batch.readback import Edited, Readback, readback
    from cxreport.batch.watch import watch
    from cxreport.case.edition import Edition
    from cxreport.case.folder import Found, find_cases
    from cxreport.case.load import LoadedCase, load_case
    from cxreport.case.models import AUDIENCES, KINDS, LAYOUTS, BusinessCase, Initiative, Layout, Portfolio, ValueReport
    from cxreport.case.problem import Place, Problem, worst_first
    from cxreport.case.ready import ReadyDriver, ready_driver, ready_drivers
    from cxreport.case.schema import case_schema, schema_text, shared_schema
    from cxreport.case.starter import Starter, new_case, new_theme
    from cxreport.case.version import load_version
    from cxreport.errors import CaseRefused, CxreportError, MissingLibrary, RenderError, UnknownElement, UsageError
    from cxreport.evaluate.evaluation import Evaluation, evaluate
    from cxreport.evaluate.hurdles import hurdles_of, verdict
    from cxreport.evaluate.ledger import Figure, Written
    from cxreport.evaluate.risk import Assessment, assess
    from cxreport.evaluate.trace import Trace, find_figure, trace
    from cxreport.evaluate.versions import Change, Contribution, Difference, diff
    from cxreport.mail.distribution import ListRefused
    from cxreport.mail.draft import write_draft
    from cxreport.mail.ledger import Ledger, sole_sender
    from cxreport.mail.parcel import Parcel, triage
    from cxreport.mail.plan import MailPlan, Outgoing, Unsent, plan_mail, ready_to_send
    from cxreport.mail.send import Dispatch, send_mail
    from cxreport.mail.wishes import Wishes, read_wishes
    from cxreport.render.as_json import contributor_addresses, plain_number
    from cxreport.render.as_json import evaluation_data as as_data
    from cxreport.render.difference import PrintedDifference
    from cxreport.render.difference import difference_data as diff_as_data
    from cxreport.render.document import case_formats
    from cxreport.render.formats import Formats
    from cxreport.render.output import FORMATS, Document, Format, render, render_difference
    from cxreport.render.printed import Printed, line_addresses, year_count
    from cxreport.render.views.summary import returns_doubts

    __version__: str

__all__ = [
    "AUDIENCES",
    "FORMATS",
    "KINDS",
    "LAYOUTS",
    "Assessment",
    "BuildReport",
    "Built",
    "BusinessCase",
    "CaseRefused",
    "Change",
    "CheckReport",
    "Checked",
    "Chosen",
    "Contribution",
    "CxreportError",
    "Difference",
    "Dispatch",
    "Document",
    "Edited",
    "Edition",
    "Evaluation",
    "Examination",
    "Figure",
    "Format",
    "Formats",
    "Found",
    "Gathered",
    "Initiative",
    "Layout",
    "Ledger",
    "ListRefused",
    "LoadedCase",
    "MailPlan",
    "MissingLibrary",
    "Outgoing",
    "Parcel",
    "Part",
    "Place",
    "Plan",
    "Planned",
    "Portfolio",
    "Printed",
    "PrintedDifference",
    "Problem",
    "Readback",
    "ReadyDriver",
    "RenderError",
    "Shard",
    "Starter",
    "Trace",
    "UnknownElement",
    "Unsent",
    "UsageError",
    "ValueReport",
    "Wishes",
    "Written",
    "__version__",
    "as_data",
    "assess",
    "build",
    "case_formats",
    "case_schema",
    "check",
    "contributor_addresses",
    "diff",
    "diff_as_data",
    "evaluate",
    "examine_machine",
    "find_cases",
    "find_figure",
    "gather",
    "hurdles_of",
    "line_addresses",
    "load_case",
    "load_version",
    "new_case",
    "new_theme",
    "one_case",
    "plain_number",
    "plan",
    "plan_mail",
    "read_wishes",
    "readback",
    "ready_driver",
    "ready_drivers",
    "ready_to_send",
    "render",
    "render_difference",
    "returns_doubts",
    "schema_text",
    "send_mail",
    "shared_schema",
    "sole_sender",
    "trace",
    "triage",
    "verdict",
    "watch",
    "worst_first",
    "write_difference",
    "write_draft",
    "year_count",
]

_HOMES = {
    "batch.build": "BuildReport build",
    "batch.check": "Checked CheckReport check",
    "batch.comparison": "write_difference",
    "batch.doctor": "Examination Part examine_machine",
    "batch.gather": "Chosen Gathered gather one_case",
    "batch.make": "Built",
    "batch.plan": "Plan Planned Shard plan",
    "batch.readback": "Edited Readback readback",
    "batch.watch": "watch",
    "case.edition": "Edition",
    "case.folder": "Found find_cases",
    "case.load": "LoadedCase load_case",
    "case.models": "AUDIENCES KINDS LAYOUTS BusinessCase Initiative Layout Portfolio ValueReport",
    "case.problem": "Place Problem worst_first",
    "case.ready": "ReadyDriver ready_driver ready_drivers",
    "case.schema": "case_schema schema_text shared_schema",
    "case.starter": "Starter new_case new_theme",
    "case.version": "load_version",
    "errors": "CaseRefused CxreportError MissingLibrary RenderError UnknownElement UsageError",
    "evaluate.evaluation": "Evaluation evaluate",
    "evaluate.hurdles": "hurdles_of verdict",
    "evaluate.ledger": "Figure Written",
    "evaluate.risk": "Assessment assess",
    "evaluate.trace": "Trace find_figure trace",
    "evaluate.versions": "Change Contribution Difference diff",
    "mail.distribution": "ListRefused",
    "mail.draft": "write_draft",
    "mail.ledger": "Ledger sole_sender",
    "mail.parcel": "Parcel triage",
    "mail.plan": "MailPlan Outgoing Unsent plan_mail ready_to_send",
    "mail.send": "Dispatch send_mail",
    "mail.wishes": "Wishes read_wishes",
    "render.as_json": "contributor_addresses plain_number",
    "render.difference": "PrintedDifference",
    "render.document": "case_formats",
    "render.formats": "Formats",
    "render.output": "FORMATS Document Format render render_difference",
    "render.printed": "Printed line_addresses year_count",
    "render.views.summary": "returns_doubts",
}
_NAME_AT_HOME = {"as_data": "evaluation_data", "diff_as_data": "difference_data"}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}
_HOME_OF |= {"as_data": "render.as_json", "diff_as_data": "render.difference"}


class _Face(ModuleType):
    """The package itself: its verbs are not hidden by the packages of the same name once these are imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME_OF and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


if not TYPE_CHECKING:  # a type checker knows every name from above, and is to refuse all others

    def __getattr__(name: str) -> Any:
        if name == "__version__":
            value = _version()
        elif name in _HOME_OF:
            value = getattr(import_module(f"cxreport.{_HOME_OF[name]}"), _NAME_AT_HOME.get(name, name))
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("cxreport")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0+checkout"


sys.modules[__name__].__class__ = _Face
