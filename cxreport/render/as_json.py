"""The evaluation as plain data, in the shape that `show --json` promises (DESIGN §7)."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any

from cxreport.case.models import Benefit, BusinessCase, Cost, Initiative, Portfolio, ValueReport
from cxreport.evaluate import Evaluation
from cxreport.evaluate.alternatives import AMOUNTS, choices
from cxreport.evaluate.beyond import REAL, TAX, TERMINAL
from cxreport.evaluate.cost_kinds import cost_kinds
from cxreport.evaluate.hurdles import hurdles_of, verdict
from cxreport.evaluate.results import payback_note
from cxreport.evaluate.revenue import ROOT, TEAMS, computed_address
from cxreport.evaluate.rules import DUST
from cxreport.render.certainty_json import certainty_data
from cxreport.render.document import case_formats
from cxreport.render.portfolio_json import portfolio_data
from cxreport.render.sentence import case_sentence, initiative_sentence, plain

Data = dict[str, Any]
PAYBACKS = ("payback_months", "discounted_payback_months")
_DIGITS = Context(prec=40)


def plain_number(value: Decimal | None) -> str | None:
    """Return a value in plain notation, exact or with 40 significant digits; None where it is undefined.

    What is smaller than a money amount in 60 digits can tell from nothing is nothing.
    """
    if value is None:
        return None
    text = f"{_DIGITS.plus(value) if abs(value) > DUST else 0:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def evaluation_data(evaluation: Evaluation) -> Data:
    """Return the whole evaluation as plain data; where the case has errors, `results` is None."""
    loaded = evaluation.loaded
    case = loaded.case
    header: Data = {"kind": None, "id": loaded.id, "title": None, "currency": None}
    if case is not None:
        header |= {
            "kind": None if loaded.is_troubled(("kind",)) else case.kind,
            "title": None if loaded.is_troubled(("title",)) else case.title,
            "currency": None if loaded.is_troubled(("currency",)) else case.currency,
        }
    gathered = case if evaluation.sound and isinstance(case, Portfolio) else None
    certainty = certainty_data(evaluation, case_formats(evaluation), plain_number) if evaluation.assessment else None
    sound_case = case if evaluation.sound and isinstance(case, BusinessCase) else None
    told: Data = {}
    if isinstance(case, ValueReport):
        from cxreport.render.tracked_json import report_data  # built on this module

        told = {key: value for key, value in {"team": case.team, **report_data(evaluation)}.items() if value}
    return header | {
        "finance": _finance(evaluation),
        "sentence": _sentence(evaluation),
        "results": _results(evaluation, "") if sound_case else None,
        "initiatives": [_initiative(evaluation, item) for item in sound_case.initiatives] if sound_case else [],
        "attribution": _attribution(evaluation) if evaluation.has_revenue else None,
        **told,
        **(_beyond(evaluation) if sound_case else {}),
        **({"portfolio": portfolio_data(evaluation, gathered, plain_number)} if gathered else {}),
        "problems": [problem.as_data() for problem in evaluation.problems],
        **(_finance_told(evaluation, sound_case) if sound_case else {}),
        **({} if certainty is None else {"certainty": certainty}),
    }


def _finance_told(evaluation: Evaluation, case: BusinessCase) -> Data:
    """Return the verdict on each hurdle and the costs by class and type, where the case says them."""
    hurdles = [
        {
            "name": hurdle.key,
            "asked": plain_number(evaluation.value(hurdle.address)),
            "reached": plain_number(evaluation.value(hurdle.figure)),
            "room": plain_number(evaluation.value(hurdle.room)),
            "verdict": verdict(evaluation.figures, hurdle),
        }
        for hurdle in hurdles_of(evaluation.figures)
    ]
    kinds = [
        {
            "class": None if kind.cost_class == "unsaid" else kind.cost_class,
            "type": None if kind.cost_type == "unsaid" else kind.cost_type,
            **{tail: plain_number(evaluation.value(f"{kind.address}.{tail}")) for tail in ("total", "pv")},
        }
        for kind in cost_kinds(case)
    ]
    told = {"hurdles": hurdles, "cost_kinds": kinds, "alternatives": _alternatives(evaluation, case)}
    return {key: found for key, found in told.items() if found}


def _alternatives(evaluation: Evaluation, case: BusinessCase) -> list[Data]:
    """Return the alternatives and the proposal, the cheapest first, each with what it adds to the one before."""

    def amounts(at: str) -> Data:
        return {name: plain_number(evaluation.value(f"{at}.{name}")) for name in (*AMOUNTS, "roi")}

    return [
        {
            "id": choice.key,
            "initiatives": list(choice.initiatives),
            **amounts(choice.address),
            "step": amounts(choice.step),
        }
        for choice in choices(case, evaluation.figures)
    ]


def _sentence(evaluation: Evaluation) -> str | None:
    """Return the sentence of a business case or a portfolio; None for a report, and where the case has errors."""
    if not evaluation.sound:
        return None
    if isinstance(evaluation.case, BusinessCase):
        return plain(case_sentence(evaluation, case_formats(evaluation)))
    if not isinstance(evaluation.case, Portfolio):
        return None
    from cxreport.render.printed import Printed
    from cxreport.render.theme import SOBER
    from cxreport.render.views.portfolio import portfolio_view

    return plain(portfolio_view(Printed(evaluation, case_formats(evaluation)), SOBER, evaluation.case).sentence)


def _finance(evaluation: Evaluation) -> Data:
    case = evaluation.loaded.case
    finance = case.finance if case is not None else None
    return {
        "period": finance.period if finance else None,
        "periods": finance.periods if finance else None,
        "start": str(finance.start) if finance and finance.start else None,
        "discount_rate": plain_number(finance.discount_rate) if finance else None,
    }


def _results(evaluation: Evaluation, prefix: str) -> Data:
    def value(name: str) -> str | None:
        return plain_number(evaluation.value(prefix + name))

    before = ("benefits_total", "costs_total", "benefits_pv", "costs_pv", "npv", "roi", "first_year_roi", "bcr")
    return {
        **{name: value(name) for name in before},
        "irr": {
            "rate": value("irr"),
            "roots": _roots(evaluation, prefix),
            "note": evaluation.figures[prefix + "irr"].note,
        },
        "mirr": value("mirr"),
        **{name: value(name) for name in PAYBACKS},
        "payback_note": payback_note(*(evaluation.value(prefix + name) for name in PAYBACKS)),
        "break_even": value("break_even"),
        "net_flows": _series(evaluation, prefix + "net_flows"),
        "cumulative": _series(evaluation, prefix + "cumulative"),
    }


def _beyond(evaluation: Evaluation) -> Data:
    """Return what stands beside the results, where the case asks for it."""
    told: Data = {}
    if evaluation.case.finance.tax is not None:
        names = ("npv", "irr", "payback_months")
        told[TAX] = {name: plain_number(evaluation.value(f"{TAX}.{name}")) for name in names} | {
            "tax": _series(evaluation, f"{TAX}.due"),
            "net_flows": _series(evaluation, f"{TAX}.net_flows"),
        }
    if evaluation.case.finance.inflation is not None:
        told[REAL] = {name: plain_number(evaluation.value(f"{REAL}.{name}")) for name in ("rate", "npv")} | {
            "net_flows": _series(evaluation, f"{REAL}.net_flows")
        }
    if evaluation.case.finance.terminal is not None:
        told[TERMINAL] = {name: plain_number(evaluation.value(f"{TERMINAL}.{name}")) for name in ("value", "pv", "npv")}
    return told


def _roots(evaluation: Evaluation, prefix: str) -> list[str | None]:
    roots: list[str | None] = []
    while (address := f"{prefix}irr.roots.{len(roots) + 1}") in evaluation.figures:
        roots.append(plain_number(evaluation.value(address)))
    return roots


def _series(evaluation: Evaluation, address: str) -> list[str | None]:
    return [plain_number(value) for value in evaluation.series(address)]


def _initiative(evaluation: Evaluation, item: Initiative) -> Data:
    formats = case_formats(evaluation)
    return {
        "id": item.id,
        "sentence": plain(initiative_sentence(evaluation, item, formats)),
        "results": _results(evaluation, f"{item.id}."),
        "benefits": [_line(evaluation, f"{item.id}.benefits.", line) for line in item.benefits],
        "costs": [_line(evaluation, f"{item.id}.costs.", line) for line in item.costs],
    }


def _line(evaluation: Evaluation, prefix: str, line: Benefit | Cost) -> Data:
    address = prefix + line.id
    counted = f"{address}.total" in evaluation.figures
    return {
        "id": line.id,
        "name": line.name,
        "type": line.type,
        "flows": _series(evaluation, f"{address}.flows") if counted else None,
        "total": plain_number(evaluation.value(f"{address}.total")) if counted else None,
        "pv": plain_number(evaluation.value(f"{address}.pv")) if counted else None,
    }


def _attribution(evaluation: Evaluation) -> Data:
    revenue = evaluation.case.revenue
    assert revenue is not None  # noqa: S101 - there is a split
    surveyed = revenue.csm.survey is not None

    def value(name: str) -> str | None:
        return plain_number(evaluation.value(f"{ROOT}.{name}"))

    def parts(bucket: str, *names: str) -> Data:
        unknown = surveyed and bucket == "csm"
        return {name: None if unknown else value(f"{bucket}.{name}") for name in names}

    teams = {team: value(f"csm.teams.{team}") for team in TEAMS}
    return {
        "period": str(revenue.period),
        "total": value("total"),
        "cxm": parts("cxm", "switched", "expanded") | {"total": value("cxm.total"), "share": value("cxm.share")},
        "csm": parts("csm", "expanded", "acquired")
        | {"total": value("csm.total"), "share": value("csm.share"), "teams": teams},
        "sales": {"total": value("sales.total"), "share": value("sales.share")},
        "contributors": _contributors(evaluation),
        "stated": _stated(evaluation),
    }


def contributor_addresses(evaluation: Evaluation) -> list[str]:
    """Return the figures of the contributing groups, the largest first."""
    found = [address for address in evaluation.figures if address.startswith(f"{ROOT}.contributors.")]
    return sorted(found, key=lambda address: (-evaluation.amount(address), evaluation.figures[address].label))


def _contributors(evaluation: Evaluation) -> list[Data]:
    return [
        {"group": evaluation.figures[address].label, "total": plain_number(evaluation.value(address))}
        for address in contributor_addresses(evaluation)
    ]


def _stated(evaluation: Evaluation) -> list[Data]:
    revenue = evaluation.case.revenue
    assert revenue is not None  # noqa: S101 - there is a split
    return [
        {
            "name": key,
            "stated": plain_number(evaluation.value(f"{ROOT}.stated.{key}")),
            "computed": plain_number(evaluation.value(computed_address(key))),
            "difference": plain_number(evaluation.value(f"{ROOT}.stated.{key}.difference")),
        }
        for key in revenue.stated.given()
        if f"{ROOT}.stated.{key}" in evaluation.figures
    ]
