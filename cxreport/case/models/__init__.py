"""The nouns of a case file. A frozen model each; its descriptions are the manual, the editor's hover and the schema."""

from cxreport.case.models.header import Ask, ExchangeRate, Finance, Header, Sections
from cxreport.case.models.kinds import KINDS, SHARED, BusinessCase, Case, ValueReport
from cxreport.case.models.lines import GRADES, Benefit, Cost, Driver, Evidence, Flow, Grade, Initiative, Metric, Sourced
from cxreport.case.models.revenue import (
    CHANGES,
    AttributionLine,
    Csm,
    CustomerGroup,
    Cxm,
    Revenue,
    Saved,
    Stated,
    Survey,
)

__all__ = [
    "CHANGES",
    "GRADES",
    "KINDS",
    "SHARED",
    "Ask",
    "AttributionLine",
    "Benefit",
    "BusinessCase",
    "Case",
    "Cost",
    "Csm",
    "CustomerGroup",
    "Cxm",
    "Driver",
    "Evidence",
    "ExchangeRate",
    "Finance",
    "Flow",
    "Grade",
    "Header",
    "Initiative",
    "Metric",
    "Revenue",
    "Saved",
    "Sections",
    "Sourced",
    "Stated",
    "Survey",
    "ValueReport",
]
