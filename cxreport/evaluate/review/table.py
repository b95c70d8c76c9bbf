"""The table of rules: a code, and the function that finds what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from cxreport.case.problem import Finding
from cxreport.evaluate.review import claims, costs, deciding, evidence, measures, money, texts
from cxreport.evaluate.review.seen import Doubt, Seen

if TYPE_CHECKING:
    from cxreport.evaluate.evaluation import Evaluation

Rule = Callable[[Seen], Iterator[Doubt]]

RULES: dict[str, Rule] = {
    "CX301": deciding.too_good,
    "CX302": evidence.assumptions_carry,
    "CX303": evidence.no_source,
    "CX304": evidence.no_owner,
    "CX305": evidence.no_date,
    "CX306": evidence.too_old,
    "CX307": money.full_at_once,
    "CX308": costs.costs_end_first,
    "CX309": costs.nothing_recurring,
    "CX310": costs.no_own_people,
    "CX311": costs.no_change_work,
    "CX312": money.whole_revenue,
    "CX313": claims.counted_twice,
    "CX314": claims.same_effect,
    "CX315": claims.priced_advantage,
    "CX316": evidence.correlation,
    "CX317": evidence.false_precision,
    "CX318": measures.no_metric,
    "CX319": measures.no_review,
    "CX320": measures.no_change,
    "CX321": deciding.capacity_carries,
    "CX322": deciding.one_input,
    "CX323": texts.blank,
    "CX324": texts.ask_first,
    "CX325": money.percent_twice,
    "CX326": texts.total_as_present_value,
    "CX327": evidence.default_left,
}


def review(evaluation: Evaluation) -> list[Finding]:
    """Return a warning for whatever a reviewer would not believe in a proposal without errors."""
    seen = Seen(evaluation)
    return [
        Finding(code, doubt.path, doubt.message, doubt.hint, "warning", point=doubt.point, typed=doubt.typed)
        for code, rule in RULES.items()
        for doubt in rule(seen)
    ]
