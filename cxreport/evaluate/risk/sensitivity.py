"""What the net present value depends on: each input at the ends of its range, break-even, rates, pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cxreport.evaluate.evaluation import Evaluation
from cxreport.evaluate.ledger import Figure, Written
from cxreport.evaluate.ledger import Input as Given
from cxreport.evaluate.risk.break_even import break_even_factor
from cxreport.evaluate.risk.inputs import Input, end_of
from cxreport.evaluate.risk.replay import Program
from cxreport.evaluate.rules import RULES

NPV = "npv"
ENDS = ("low", "high")
RATES = tuple(Decimal(rate) / 100 for rate in (0, 5, 10, 15, 20, 25))
WITH_ONE = "npv with the input times its factor, all else as it is"
WITH_TWO = "npv with one input times its factor and the other times its own, all else as it is"
VANISHES = "the factor of the input at which npv is zero, all else as it is"
SWING = "|high − low|"


class Sensitivity:
    """The net present value of a case as a function of its inputs."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.program = Program(evaluation.figures, (NPV,))

    def npv(self, factors: dict[Input, Decimal]) -> Decimal:
        """Return the net present value with inputs times factors; a factor of an input takes all of its figures."""
        every = {node: factor for item, factor in factors.items() for node in item.nodes}
        value: Decimal = self.program.run(every)[NPV]
        return value

    def ends(self, item: Input) -> Iterator[Figure]:
        """Yield the net present value at both ends of an input's range, and how far these lie apart."""
        address = f"sensitivity.{item.address}"
        values: list[Decimal] = []
        for which, name in enumerate(ENDS):
            factor = end_of(self.evaluation, item, which)
            values.append(self.npv({item: factor.value}))
            inputs: dict[str, Given] = {"input": item.nodes, "factor": factor, "npv": NPV}
            label = f"Net present value, {item.label} at the {name} end of its range"
            yield Figure(f"{address}.{name}", label, values[-1], "money", "npv_with", WITH_ONE, inputs)
        low, high = (f"{address}.{name}" for name in ENDS)
        swing, given = abs(values[1] - values[0]), {"low": low, "high": high}
        yield Figure(f"{address}.swing", f"{item.label}, swing", swing, "money", "swing", SWING, given)

    def break_even(self, item: Input) -> Iterator[Figure]:
        """Yield the factor of an input at which the net present value is zero; and its value, where it has only one."""
        address = f"sensitivity.{item.address}.break_even"
        factor = break_even_factor(lambda tried: self.npv({item: tried}))
        inputs: dict[str, Given] = {"input": item.nodes, "npv": NPV}
        label = f"{item.label}, break-even"
        yield Figure(address, label, factor, "percent", "break_even_factor", VANISHES, inputs)
        node = self._one_value(item)
        if factor is not None and node is not None:
            scaled = RULES["scaled"]
            value = scaled.apply(amount=node.value, factor=factor)
            given = {"amount": node.address, "factor": address}
            yield Figure(f"{address}_value", f"{label} value", value, node.unit, "scaled", scaled.text, given)

    def _one_value(self, item: Input) -> Figure | None:
        """Return a figure of the input where all of them have one value, time 0 of a line without an outlay apart."""
        figures = [self.evaluation.figures[node] for node in item.nodes]
        given = [figure for figure in figures if figure.value] or figures
        return given[0] if len({figure.value for figure in given}) == 1 else None

    def rates(self) -> Iterator[Figure]:
        """Yield the net present value at rates from 0% to 25%, the case's own among them."""
        rule, flows = RULES["present_value"], tuple(f"net_flows.{t}" for t in range(self.evaluation.periods + 1))
        inputs = self.evaluation.figures["benefits_pv"].inputs
        values = self.evaluation.series("net_flows")
        for number, rate in enumerate(self.tried(), 1):
            own = inputs["rate"]
            assert isinstance(own, Written)  # noqa: S101 - the rate of a case is written
            written = own if rate == own.value else Written(rate, "discount rate tried", None, "percent")
            per_year = inputs["periods_per_year"]
            assert isinstance(per_year, Written)  # noqa: S101 - it follows from the period
            value = rule.apply(flows=values, rate=rate, periods_per_year=per_year.value)
            given: dict[str, Given] = {"flows": flows, "rate": written, "periods_per_year": per_year}
            label = "Net present value at another rate"
            yield Figure(f"rates.{number}.npv", label, value, "money", "present_value", rule.text, given)

    def tried(self) -> tuple[Decimal, ...]:
        """Return the rates, lowest first."""
        own = self.evaluation.case.finance.discount_rate
        return tuple(sorted({*RATES, own} if own is not None else RATES))

    def pair(self, rows: Input, columns: Input) -> Iterator[Figure]:
        """Yield the net present value at every pair of five factors of two inputs, `two_way.ROW.COLUMN`."""
        for row, factor in enumerate(steps(rows), 1):
            for column, other in enumerate(steps(columns), 1):
                value = self.npv({rows: factor, columns: other})
                inputs: dict[str, Given] = {
                    "input": rows.nodes, "factor": Written(factor, "factor tried", None, "percent"),
                    "other_input": columns.nodes, "other_factor": Written(other, "factor tried", None, "percent"),
                    "npv": NPV,
                }  # fmt: skip
                label = f"Net present value by {rows.label} and {columns.label}"
                yield Figure(f"two_way.{row}.{column}", label, value, "money", "npv_with_two", WITH_TWO, inputs)


def steps(item: Input) -> tuple[Decimal, ...]:
    """Return five factors over the range of an input: its ends, its value, and half-way between."""
    low, high = item.range or (Decimal("0.8"), Decimal("1.2"))
    return tuple(dict.fromkeys((low, (low + 1) / 2, Decimal(1), (1 + high) / 2, high)))


def by_swing(items: Sequence[Input], figures: dict[str, Figure]) -> tuple[Input, ...]:
    """Return inputs with a range, the one that moves the result most first."""
    swings = {item: figures[f"sensitivity.{item.address}.swing"].value or Decimal(0) for item in items}
    return tuple(sorted(items, key=lambda item: (-swings[item], item.address)))
