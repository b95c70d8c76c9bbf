"""The tables of proposals: ranked, with what they bring, and why some are not funded."""

from __future__ import annotations

from cxreport.case.models import Portfolio
from cxreport.evaluate.portfolio import FundingLine, Refusal
from cxreport.render.formats import NOTHING
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.portfolio.names import Names
from cxreport.render.views.table import LEAST_NAME, Body, Cell, Row, Table, figure, head, name, widths, words
from cxreport.render.words import capital


def ranking_table(printed: Printed, look: Theme, case: Portfolio, names: Names) -> Table:
    """Return all proposals, best first, with their present values and returns; the sums of both sides below."""
    say, line = printed.formats.words, names.outcome.line
    weighted = any(proposal.entry.weight is not None for proposal in names.outcome.proposals)
    heads = ["benefits", "costs", "npv_short", "bcr_column", "payback_column", *(["weight"] if weighted else [])]
    rows = [_row(printed, names, proposal.id, weighted=weighted) for proposal in names.outcome.proposals]
    blank = 3 if weighted else 2
    foot = [_sum(printed, say["all_proposals"], "", blank, line is not None)]
    if line is not None:
        foot = [
            _sum(printed, say["funded_sum"], "funding.", blank, status=True),
            _sum(printed, say["unfunded_sum"], "unfunded.", blank, status=True),
            *foot,
        ]
    given = (9, LEAST_NAME, 15, 15, 14, 19, 17, *([13] if weighted else []))
    columns = head(say["ref"], say["proposal"], figures=[say[key] for key in heads])
    if line is not None:
        given, columns = (*given, 26), (*columns, *head(say["line_status"]))
    return Table(
        id="tab-ranking",
        title=say["table_ranking"],
        unit=say.say("unit_returns", unit=printed.formats.unit(printed.scale)),
        widths=widths(look, given, 1),
        head=columns,
        bodies=(Body(tuple(rows)),),
        foot=tuple(foot),
        long=True,
        source=say["ranked_by_" + case.rank],
    )


def _row(printed: Printed, names: Names, identifier: str, *, weighted: bool) -> Row:
    addresses = [f"{identifier}.{key}" for key in ("benefits_pv", "costs_pv", "npv")]
    cells = [figure(printed.cell(address), address) for address in addresses]
    cells.append(figure(printed.ratio(f"{identifier}.bcr"), f"{identifier}.bcr"))
    cells.append(figure(printed.count(f"{identifier}.payback_months"), f"{identifier}.payback_months"))
    if weighted:
        known = f"{identifier}.weight" in printed.evaluation.figures
        cells.append(figure(printed.text(f"{identifier}.weight") if known else NOTHING))
    row = [words(names.refs[identifier]), name(names.title(identifier)), *cells]
    if names.outcome.line is not None:
        row.append(words(_status(printed, names, identifier)))
    return Row(tuple(row))


def _status(printed: Printed, names: Names, identifier: str) -> str:
    say = printed.formats.words
    if identifier not in names.outcome.funded:
        return say["not_funded"]
    return say["must_have" if names.outcome.proposal(identifier).entry.must_have else "funded"]


def _sum(printed: Printed, title: str, prefix: str, blank: int, status: bool) -> Row:
    addresses = [f"{prefix}{key}" for key in ("benefits_pv", "costs_pv", "npv")]
    cells = [figure(printed.cell(address), address) for address in addresses]
    cells.append(figure(printed.ratio(f"{prefix}bcr"), f"{prefix}bcr"))
    rest: list[Cell] = [figure("")] * (blank - 1) + ([words("")] if status else [])
    return Row((name(title, span=2), *cells, *rest))


def reasons_table(printed: Printed, look: Theme, names: Names) -> Table | None:
    """Return why each proposal that is not funded is not; None where all are."""
    line, say = names.outcome.line, printed.formats.words
    if line is None or not line.refusals:
        return None
    rows = tuple(
        Row((
            words(names.refs[proposal.id]),
            name(proposal.title),
            words(_why(printed, names, line.refusals[proposal.id])),
            words(_all_the_same(printed, names, line, proposal.id)),
        ))
        for proposal in names.outcome.proposals
        if proposal.id in line.refusals
    )  # fmt: skip
    return Table(
        id="tab-reasons",
        title=say["table_reasons"],
        unit=say["unit_reasons"],
        widths=widths(look, (9, 40, 56, 50), 2),
        head=head(*(say[key] for key in ("ref", "proposal", "why_not", "all_the_same"))),
        bodies=(Body(rows),),
        long=True,
    )


def _why(printed: Printed, names: Names, refusal: Refusal) -> str:
    say = printed.formats.words
    if refusal.reason == "budget":
        short = refusal.short or {}
        parts = [
            say.say("short_of", amount=printed.formats.spoken(amount), period=names.period(t))
            for t, amount in short.items()
        ]
        return capital(say.say("reason_budget", parts=say.joined(parts)))
    return capital(say.say("reason_" + refusal.reason, others=names.listed(refusal.others)))


def _all_the_same(printed: Printed, names: Names, line: FundingLine, identifier: str) -> str:
    """Return what the set would be worth less with a proposal that is not funded, and who would fall off."""
    say = printed.formats.words
    loss = line.losses.get(identifier)
    if loss is None:
        return say["same_impossible"]
    amount = printed.spoken(f"{identifier}.funded_all_the_same.loss")
    if not loss.drops:
        return say.say("same_alone", amount=amount)
    return say.say("same_drops", amount=amount, drops=names.listed(loss.drops))
