"""Every value that was written in the case, by section and row, with the figures that use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from cxreport.case.models import AttributionLine, BusinessCase, Driver, Flow, Sourced
from cxreport.case.problem import Place
from cxreport.evaluate import Evaluation
from cxreport.evaluate.ledger import Figure, Source, Unit, Written
from cxreport.evaluate.revenue import PARTS, ROOT
from cxreport.render.views.summary import title_of
from cxreport.render.words import Words

Limit = Literal["", "share", "risk", "growth", "count", "positive"]
User = tuple[str, str]  # the address of a figure, and the name of the input that it uses
# What follows from the length of a period and from months: the sheets compute it from these.
DERIVED = frozenset({"periods_per_year", "months_per_period", "last", "years", "number", "life"})
_LIMITS: dict[str, Limit] = {
    "ramp": "share", "attribution": "share", "margin": "share", "would_have_left": "share", "shares": "share",
    "share": "share", "risk": "risk", "growth": "growth", "finance_rate": "growth", "reinvestment_rate": "growth",
    "tax_rate": "share", "terminal_growth": "growth", "multiple": "positive",
    "customers": "count", "customers_in": "count", "influenced": "count", "asked": "positive",
}  # fmt: skip
_AMOUNTS = frozenset(
    "amount customers would_have_left revenue_each customers_in revenue_each_in revenue_each_out in_sync out_of_sync "
    "asked influenced".split()
)
_WORDS = {"attribution": "book_attribution_share", "revenue_each": "book_revenue_each"}


@dataclass(slots=True)
class Entry:
    """One value, and all who use it."""

    value: Decimal
    place: Place | None
    users: list[User] = field(default_factory=list)


@dataclass(slots=True)
class InputRow:
    """One row of the inputs: a value for all periods (under None), or one per period."""

    label: str
    unit: Unit
    unit_told: str
    source: str = ""
    owner: str = ""
    limit: Limit = ""
    entries: dict[int | None, Entry] = field(default_factory=dict)

    @property
    def place(self) -> Place | None:
        """Where the first of its values stands in the files; None for a convention."""
        return next(iter(self.entries.values())).place

    @property
    def values(self) -> list[Decimal]:
        """All its values."""
        return [entry.value for entry in self.entries.values()]


class Section(NamedTuple):
    """The inputs of one line, or of one part of the case, under its title."""

    title: str
    rows: dict[str, InputRow]


class Owner(NamedTuple):
    """Whose figures begin with an address: a line of the case, or the drivers of all."""

    address: str
    title: str
    model: Sourced | None


def owners(evaluation: Evaluation, words: Words) -> Iterator[Owner]:
    """Yield everything that has inputs of its own, in the order of the case."""
    case = evaluation.case
    yield Owner("drivers", words["book_all_drivers"], None)
    if isinstance(case, BusinessCase):
        for initiative in case.initiatives:
            for side in ("benefits", "costs"):
                lines: tuple[Flow, ...] = getattr(initiative, side)
                for line in lines:
                    title = f"{title_of(case, initiative.id)}: {line.name}"
                    yield Owner(f"{initiative.id}.{side}.{line.id}", title, line)
    if case.revenue is not None:
        for bucket, parts in PARTS:
            for part in parts:
                for line in getattr(getattr(case.revenue, bucket), part):
                    title = f"{words['bucket_' + bucket]}, {words['part_' + part]}: {line.name}"
                    yield Owner(f"{ROOT}.{bucket}.{part}.{line.id}", title, line)


class Inputs:
    """The written values of one evaluation, gathered from what its figures use."""

    def __init__(self, evaluation: Evaluation, words: Words) -> None:
        self.evaluation = evaluation
        self.words = words
        self.case = evaluation.case
        self._owners = {owner.address: owner for owner in owners(evaluation, words)}
        general = Section(words["book_general"], {})
        rates = Section(words["book_rates"], {})
        revenue = Section(words["section_revenue"], {})
        self._general, self._rates, self._revenue = general, rates, revenue
        self._own = {owner.address: Section(owner.title, {}) for owner in self._owners.values()}
        self._places = {place: name for name, place in self._finance_places()}
        for figure in evaluation.figures.values():
            self._gather(figure)

    @property
    def sections(self) -> list[Section]:
        """All sections that have rows, in the order of the sheet."""
        every = (self._general, self._rates, *self._own.values(), self._revenue)
        return [section for section in every if section.rows]

    def _finance_places(self) -> Iterator[tuple[str, Place]]:
        for name in ("discount_rate", "finance_rate", "reinvestment_rate", "margin", "inflation"):
            if getattr(self.case.finance, name) is not None:
                yield name, self.evaluation.loaded.place(("finance", name))
        if self.case.finance.tax is not None and self.case.finance.tax.discount_rate is not None:
            yield "tax_discount_rate", self.evaluation.loaded.place(("finance", "tax", "discount_rate"))

    def _gather(self, figure: Figure) -> None:
        if figure.rule == "converted":
            return
        if figure.rule == "group":
            self._keep_shares(figure)
            return
        if figure.rule == "delayed":
            self._keep_ramp(figure)
        for name, source in figure.inputs.items():
            if name in DERIVED or isinstance(source, tuple):  # beside shares of groups, series are of figures
                continue
            written, user, code = self._behind(figure, name, source)
            if written is not None:
                self._keep(figure, name, written, user, code)

    def _behind(self, figure: Figure, name: str, source: Source) -> tuple[Written | None, User, str]:
        """Return the written value behind an input, who uses it, and its currency where that is another one."""
        if isinstance(source, Written):
            return source, (figure.address, name), ""
        if not source.startswith("converted."):
            return None, ("", ""), ""
        converted = self.evaluation.figures[source]
        amount, rate = converted.inputs["amount"], converted.inputs["rate"]
        assert isinstance(amount, Written) and isinstance(rate, Written)  # noqa: S101, PT018 - as scope.money enters them
        return amount, (source, "amount"), self._keep_rate(source, rate)

    def _keep_rate(self, user: str, rate: Written) -> str:
        """Keep the rate that a converted amount uses, and return the currency that it is for."""
        found = (
            code for code in self.case.rates if self.evaluation.loaded.place(("rates", code, "rate")) == rate.place
        )
        code = next(found)
        given = self.case.rates[code]
        row = self._rates.rows.setdefault(
            code,
            InputRow(
                self.words.say("book_rate", code=code), "number", self.case.currency, _dated(given.source, given.date)
            ),
        )
        row.limit = "positive"
        row.entries.setdefault(None, Entry(rate.value, rate.place)).users.append((user, "rate"))
        return code

    def _keep_shares(self, figure: Figure) -> None:
        """Keep the shares of a contributing group; equal parts are no input, the sheet computes them."""
        for address, written in shares_of(figure):
            owner = self._owners[address]
            if isinstance(owner.model, AttributionLine) and isinstance(owner.model.contributors, Mapping):
                row = InputRow(self.words.say("book_share", group=figure.label), "percent", "%", limit="share")
                row.entries[None] = Entry(written.value, written.place, [(figure.address, f"shares:{address}")])
                self._own[owner.address].rows[figure.address] = row

    def _keep_ramp(self, figure: Figure) -> None:
        """Keep the ramp that a delay moves, by its period: each figure brings that of its own."""
        ramp = [source for name, source in figure.sources() if name == "ramp"]
        planned = ramp[-1]
        assert isinstance(planned, Written)  # noqa: S101 - a ramp is written
        self._keep(figure, "ramp", planned, (figure.address, "planned_ramp"), "")

    def _keep_delay(self, figure: Figure, written: Written, user: User) -> None:
        """Keep the delay of an initiative, which all its benefits share."""
        initiative = figure.address.partition(".")[0]
        assert isinstance(self.case, BusinessCase)  # noqa: S101 - only proposals have initiatives
        label = self.words.say("book_delay", name=title_of(self.case, initiative))
        row = self._general.rows.setdefault(
            f"{initiative}:delay", InputRow(label, "number", self.words["book_months_told"], limit="count")
        )
        row.entries.setdefault(None, Entry(written.value, written.place)).users.append(user)

    def _keep(self, figure: Figure, name: str, written: Written, user: User, code: str) -> None:
        known = self._places.get(written.place) if written.place is not None else None
        if known is not None:
            self._keep_finance(known, written, user)
            return
        if written.place is None and name == "margin":
            return
        if figure.rule == "delayed" and name == "months":
            self._keep_delay(figure, written, user)
            return
        base, period = _split(figure.address)
        owner = self._owner(base)
        section = self._own[owner.address] if owner else self._home(base)
        key = f"{base}:{name}" + (":0" if period == 0 and name == "amount" else "")
        if key not in section.rows:
            section.rows[key] = self._row(figure, owner, base, name, period, written, code)
        row = section.rows[key]
        shared = next((entry for entry in row.entries.values() if entry.place == written.place), None)
        if shared is None:
            row.entries[period] = shared = Entry(written.value, written.place)
        shared.users.append(user)

    def _home(self, base: str) -> Section:
        return self._revenue if base.startswith(ROOT) else self._general

    def _keep_finance(self, name: str, written: Written, user: User) -> None:
        if name not in self._general.rows:
            source = (self.case.finance.source or "") if name == "discount_rate" else ""
            limit: Limit = "share" if name == "margin" else "growth"
            self._general.rows[name] = InputRow(self.words["book_" + name], "percent", "%", source, limit=limit)
        self._general.rows[name].entries.setdefault(None, Entry(written.value, written.place)).users.append(user)

    def _owner(self, address: str) -> Owner | None:
        parts = address.split(".")
        for count in (4, 3, 1):
            owner = self._owners.get(".".join(parts[:count]))
            if owner is not None and len(parts) >= count:
                return owner
        return None

    def _row(
        self, figure: Figure, owner: Owner | None, base: str, name: str, period: int | None, written: Written, code: str
    ) -> InputRow:
        driver = self._driver(owner, base)
        unit = written.unit
        told = (code or self.case.currency) if unit == "money" else "%" if unit == "percent" else ""
        if driver is not None:
            told = " ".join(filter(None, [told, driver.unit])) if unit != "percent" else driver.unit or told
            return InputRow(figure.label, unit, told, driver.source or "", driver.owner or "")
        model = owner.model if owner else None
        source, person = (model.source or "", model.owner or "") if model is not None else self._case_source(base)
        if written.place is None:
            source = person = ""  # nobody answers for a default
        elif name not in _AMOUNTS:
            source = ""  # a line's source gives its amount, not the factors that stand beside it
        return InputRow(self._label(base, name, period), unit, told, source, person, _LIMITS.get(name, ""))

    def _case_source(self, base: str) -> tuple[str, str]:
        revenue = self.case.revenue
        if revenue is None or not base.startswith(ROOT):
            return "", ""
        survey = revenue.csm.survey
        if ".survey." in base and survey is not None:
            return survey.source or "", ""
        return (revenue.source or "", "") if base == f"{ROOT}.total" else ("", "")

    def _driver(self, owner: Owner | None, base: str) -> Driver | None:
        prefix, _, key = base.rpartition(".")
        if owner is None or prefix not in {"drivers", f"{owner.address}.drivers"}:
            return None
        return (self.case.drivers if owner.model is None else owner.model.drivers)[key]

    def _label(self, base: str, name: str, period: int | None) -> str:
        if name == "amount":
            if base.startswith("hurdles."):
                return self.words["book_" + base.replace(".", "_")]
            stem = base.rpartition(".")[2]
            if base.startswith(f"{ROOT}.stated."):
                return self.words["stated_" + base.removeprefix(f"{ROOT}.stated.").replace(".", "_")]
            if base == f"{ROOT}.csm.survey.share":
                return self.words["book_share_influenced"]
            if base in {"ask", f"{ROOT}.total"}:
                return self.words["book_" + stem]
            return self.words["book_initial" if period == 0 else "book_amount"]
        return self.words[_WORDS.get(name, "book_" + name)]


def shares_of(figure: Figure) -> Iterator[tuple[str, Written]]:
    """Yield the lines that a contributing group has a share of, each with that share."""
    lines = [source for name, source in figure.sources() if name == "amounts"]
    shares = [source for name, source in figure.sources() if name == "shares"]
    for line, share in zip(lines, shares, strict=True):
        assert isinstance(line, str) and isinstance(share, Written)  # noqa: S101, PT018 - so the ledger enters them
        yield line, share


def _split(address: str) -> tuple[str, int | None]:
    """Return an address without its period, and the period."""
    base, _, tail = address.rpartition(".")
    return (base, int(tail)) if tail.isdigit() and base else (address, None)


def _dated(source: str | None, day: object) -> str:
    return ", ".join(str(part) for part in (source, day) if part)
