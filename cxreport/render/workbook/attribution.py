"""The sheet of attribution: the split of revenue, every line as it was given, teams, groups, and stated figures."""

from __future__ import annotations

from collections.abc import Sequence

from cxreport.case.models import AttributionLine, BusinessCase
from cxreport.evaluate.ledger import Written
from cxreport.evaluate.revenue import PARTS, ROOT, TEAMS, computed_address
from cxreport.render.as_json import contributor_addresses
from cxreport.render.workbook.addresses import Spot, span
from cxreport.render.workbook.book import Book, Content, Figured, Live, Shown, Style
from cxreport.render.workbook.codes import PERCENT, money_code, number_code, percent_code
from cxreport.render.workbook.drivers import code_of, driver_keys, unit_of
from cxreport.render.workbook.sheets import add_sheet, put_heads
from cxreport.render.workbook.written import Owner, owners, shares_of

LABEL, UNIT, VALUE, SHARE = 0, 1, 2, 3


def put_attribution(book: Book) -> None:
    """Put the split of revenue."""
    _Attribution(book).put()


class _Attribution:
    """The sheet, block by block."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.figures = book.evaluation.figures
        revenue = book.evaluation.case.revenue
        assert revenue is not None  # noqa: S101 - only a case with revenue has this sheet
        self.revenue = revenue
        self.sheet = add_sheet(book, "book_attribution")
        self.row = 2
        amounts = [f for a, f in self.figures.items() if a.startswith(ROOT) and f.unit == "money"
                   and ".drivers." not in a]  # fmt: skip
        self.money = money_code([figure.value for figure in amounts if figure.value is not None])
        every = owners(book.evaluation, book.words)
        self.owners = [owner for owner in every if isinstance(owner.model, AttributionLine)]

    def put(self) -> None:
        say, case = self.book.words, self.book.evaluation.case
        told = say.say("book_attribution_told", currency=case.currency, period=self.revenue.period)
        put_heads(self.sheet, say["book_attribution"], told)
        self.sheet.widths, self.sheet.lead, self.sheet.head = {LABEL: 46, UNIT: 16, VALUE: 16}, 1, 2
        self._split()
        if not isinstance(case, BusinessCase):
            self._drivers("drivers", Owner("drivers", say["book_all_drivers"], None))
        for owner in self.owners:
            self._line(owner)
        self._teams()
        if any(owner.model and getattr(owner.model, "contributors", None) for owner in self.owners):
            self._groups()
        self._stated()

    def _title(self, text: str, heads: Sequence[str] = ()) -> None:
        self.row += 1
        for column in range(max(SHARE + 1, VALUE + len(heads))):
            self.sheet.put(self.row, column, text if column == LABEL else "", Style("section"))
        self.row += 1
        for column, head in enumerate(heads, VALUE):
            self.sheet.put(self.row, column, head, Style("head_number"))
        if heads:
            self.sheet.put(self.row, LABEL, "", Style("head"))
            self.sheet.put(self.row, UNIT, self.book.words["book_unit"], Style("head"))
            self.row += 1

    def _put(self, label: str, unit: str, cells: Sequence[tuple[Content, str]], role: str = "number") -> None:
        strong = role == "total"
        self.sheet.put(self.row, LABEL, label, Style("total_label" if strong else "label"))
        self.sheet.put(self.row, UNIT, unit, Style("total_unit" if strong else "unit"))
        for column, (content, code) in enumerate(cells, VALUE):
            if isinstance(content, Figured):
                self.book.figure(self.sheet, self.row, column, content.address, Style(role, code))
            else:
                self.sheet.put(self.row, column, content, Style(role, code if content != "" else ""))
        self.row += 1

    def _split(self) -> None:
        say, currency = self.book.words, self.book.evaluation.case.currency
        self._title(say["table_revenue"], [say["amount"], say["share"]])
        for bucket, parts in PARTS:
            for part in parts:
                if f"{ROOT}.{bucket}.{part}" in self.figures:
                    label = f"{say['bucket_' + bucket]}, {say['part_' + part]}"
                    share = f"{ROOT}.{bucket}.shares.{part}"
                    cells: list[tuple[Content, str]] = [(Figured(f"{ROOT}.{bucket}.{part}"), self.money)]
                    cells.append((Figured(share), PERCENT) if share in self.figures else ("", ""))
                    self._put(label, currency, cells)
            self._survey(bucket)
            self._bucket(bucket, say["total_" + bucket])
        self._put(say["claimed"], currency, [(Figured(f"{ROOT}.claimed"), self.money), ("", "")])
        self._bucket("sales", say["bucket_sales"])
        self._put(say["all_revenue"], currency, [(Figured(f"{ROOT}.total"), self.money), ("", "")], "total")
        self.book.name(f"{ROOT}.total", self.book.places[f"{ROOT}.total"])

    def _bucket(self, bucket: str, label: str) -> None:
        base = f"{ROOT}.{bucket}"
        cells: list[tuple[Content, str]] = [(Figured(f"{base}.{tail}"), code) for tail, code in
                                            (("total", self.money), ("share", PERCENT))]  # fmt: skip
        self._put(label, self.book.evaluation.case.currency, cells, "total")
        for tail in ("total", "share"):
            self.book.name(f"{base}.{tail}", self.book.places[f"{base}.{tail}"])

    def _survey(self, bucket: str) -> None:
        if bucket != "csm" or self.revenue.csm.survey is None:
            return
        for tail in ("share", "margin"):
            address = f"{ROOT}.csm.survey.{tail}"
            if address in self.figures:
                self._put(self.book.words["book_survey_" + tail], "%", [(Figured(address), PERCENT), ("", "")])

    def _drivers(self, prefix: str, owner: Owner) -> None:
        keys = driver_keys(self.book.evaluation, owner)
        if prefix == "drivers" and keys:
            self._title(owner.title)
        for base in keys:
            found = [figure for address, figure in self.figures.items() if address.startswith(f"{base}.")]
            figure = found[0]
            role = "number" if figure.rule == "formula" else "link"
            self._put(figure.label, unit_of(self.book, owner, base), [(Figured(figure.address), code_of(found))], role)
            self.book.name(base, self.book.places[figure.address])

    def _line(self, owner: Owner) -> None:
        """Put a line in the way in which it is given: its parts, then what they come to."""
        figure, currency = self.figures[owner.address], self.book.evaluation.case.currency
        self._title(owner.title)
        self._drivers(owner.address, owner)
        for name, source in figure.sources():
            if isinstance(source, str) and not source.startswith("converted."):
                self._put(self.book.words["book_amount"], currency, [(Figured(source), self.money)], "number")
                continue
            written = source if isinstance(source, Written) else None
            label = self.book.words["book_" + name]
            if written is None:
                value = self.figures[str(source)].value
                assert value is not None  # noqa: S101 - a converted amount has a value
                self._put(label, currency, [(Shown(str(source)), money_code([value]))], "link")
            else:
                self._written(figure.address, name, label, written)
        self._put(figure.label, currency, [(Figured(owner.address), self.money)], "total")
        self.book.name(owner.address, self.book.places[owner.address])

    def _written(self, address: str, name: str, label: str, written: Written) -> None:
        codes = {"money": money_code, "percent": percent_code, "number": number_code}
        code = codes[written.unit]([written.value])
        unit = {"money": self.book.evaluation.case.currency, "percent": "%"}.get(written.unit, "")
        self._put(label, unit, [(Shown(self.book.inputs[address, name], written.value), code)], "link")

    def _teams(self) -> None:
        say, currency = self.book.words, self.book.evaluation.case.currency
        self._title(say["table_teams"])
        for team in TEAMS:
            self._put(say["team_" + team], currency, [(Figured(f"{ROOT}.csm.teams.{team}"), self.money)])

    def _groups(self) -> None:
        """Put every line with the shares of its groups, and what each group brought: amounts times shares."""
        say, book = self.book.words, self.book
        groups = contributor_addresses(book.evaluation)
        lines = [owner for owner in self.owners if getattr(owner.model, "contributors", None)]
        self._title(say["table_groups"], [say["amount"], *(self.figures[group].label for group in groups)])
        first = self.row
        for owner in lines:
            cells: list[tuple[Content, str]] = [(Shown(owner.address), self.money)]
            cells += [self._share(group, owner) for group in groups]
            self._put(owner.title, "", cells, "link")
        for number, group in enumerate(groups, VALUE + 1):
            book.nearby[group, "amounts"] = self._column(first, VALUE)
            book.nearby[group, "shares"] = self._column(first, number)
        cells = [(Figured(f"{ROOT}.named"), self.money), *((Figured(group), self.money) for group in groups)]
        self._put(say["book_named"], book.evaluation.case.currency, cells, "total")
        for group in groups:
            book.name(group, book.places[group])
        unnamed: list[tuple[Content, str]] = [(Figured(f"{ROOT}.unnamed"), self.money)]
        self._put(say["no_group"], book.evaluation.case.currency, unnamed)

    def _column(self, first: int, column: int) -> str:
        """Return the cells of a column from row `first` to the last one put."""
        title = self.sheet.title
        return span(Spot(title, first, column), Spot(title, self.row - 1, column), title)

    def _share(self, group: str, owner: Owner) -> tuple[Content, str]:
        """Return the share of a group in a line: as it was written, or its count among equal parts."""
        figure = self.figures[group]
        for address, share in shares_of(figure):
            if address == owner.address:
                assert isinstance(owner.model, AttributionLine)  # noqa: S101 - others have no contributors
                spot = self.book.inputs.get((group, f"shares:{address}"))
                if spot is not None:
                    return Shown(spot, share.value), PERCENT
                given = list(owner.model.contributors or ())
                return Live(f"{given.count(figure.label)}/{len(given)}", share.value), PERCENT
        return "", ""

    def _stated(self) -> None:
        say, currency = self.book.words, self.book.evaluation.case.currency
        keys = [key for key in self.revenue.stated.given() if f"{ROOT}.stated.{key}" in self.figures]
        if not keys:
            return
        self._title(say["table_stated"], [say["stated"], say["computed"], say["difference"]])
        for key in keys:
            at = f"{ROOT}.stated.{key}"
            cells: list[tuple[Content, str]] = [(Figured(at), self.money), (Shown(computed_address(key)), self.money),
                                                (Figured(f"{at}.difference"), self.money)]  # fmt: skip
            self._put(say["stated_" + key.replace(".", "_")], currency, cells)
