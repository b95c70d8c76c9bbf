"""What has not changed is not built again; what has changed is, whatever it was."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cxreport import BuildReport, Shard, build

CASE = """\
kind: value-report
title: Where our revenue comes from
organisation: Northwind Networks
date: 2026-11-22
currency: USD
revenue: {period: FY2026, total: $9M, cxm: {switched: [{name: A, amount: $1M, aligned_by: Research, change: product}]}}
"""
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def write_one(name: str, text: str = CASE) -> Path:
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        os.utime(file, (1, 1))  # long before the build, as a user's files are
        return file

    return write_one


def run(theme: Path | None = None, *, force: bool = False, shard: Shard | None = None) -> dict[str, str]:
    """Return the status of every document of `cases` by its name."""
    return statuses(build([Path("cases")], Path("out"), ["html"], theme, force=force, shard=shard, now=lambda: NOON))


def statuses(report: BuildReport) -> dict[str, str]:
    return {document.target.stem: document.status for document in report.documents}


def test_nothing_changed_builds_nothing(write: Write) -> None:
    for name in "ab":
        write(f"cases/{name}.yaml", CASE)
    assert run() == {"a": "built", "b": "built"}
    before = {path: path.stat().st_mtime_ns for path in Path("out").iterdir()}
    assert run() == {"a": "unchanged", "b": "unchanged"}
    assert {path: path.stat().st_mtime_ns for path in Path("out").iterdir()} == before


def test_what_changed_is_built_and_the_rest_is_not(write: Write) -> None:
    for name in "ab":
        write(f"cases/{name}.yaml", CASE)
    run()
    write("cases/b.yaml", CASE.replace("Where our", "Whence our"))
    assert run() == {"a": "unchanged", "b": "built"}
    assert "Whence our revenue comes" in Path("out/b.html").read_text("utf-8")


@pytest.mark.parametrize("shared", ["cxreport.yaml", "cases/cxreport.yaml"])
def test_a_shared_file_that_appears_changes_or_goes_touches_the_cases_below_it(shared: str, write: Write) -> None:
    write("cases/a.yaml", CASE)
    run()
    write(shared, "prepared_by: One\n")
    assert run() == {"a": "built"}
    write(shared, "prepared_by: Two\n")
    assert run() == {"a": "built"}
    assert run() == {"a": "unchanged"}
    Path(shared).unlink()
    assert run() == {"a": "built"}


def test_a_template_of_the_theme_that_changes_touches_its_documents(write: Write) -> None:
    write("cases/a.yaml", CASE)
    write("theme/parts/background.html.j2", "")
    run(Path("theme"))
    assert run(Path("theme")) == {"a": "unchanged"}
    write("theme/parts/background.html.j2", "<p>More.</p>")
    assert run(Path("theme")) == {"a": "built"}
    assert run() == {"a": "built"}, "without the theme it is another document"


def test_a_document_that_was_touched_or_removed_is_built_again(write: Write) -> None:
    write("cases/a.yaml", CASE)
    run()
    Path("out/a.html").write_text("somebody's", "utf-8")
    assert run() == {"a": "built"}
    Path("out/a.html").unlink()
    assert run() == {"a": "built"}


def test_force_builds_all(write: Write) -> None:
    write("cases/a.yaml", CASE)
    run()
    assert run(force=True) == {"a": "built"}


def test_a_format_that_is_asked_for_later_is_built_alone(write: Write) -> None:
    file = write("cases/a.yaml", CASE)
    run()
    report = build([file], Path("out"), ["html", "docx"])
    assert [(d.target.suffix, d.status) for d in report.documents] == [(".html", "unchanged"), (".docx", "built")]


def test_a_case_with_errors_is_told_each_time(write: Write) -> None:
    write("cases/a.yaml", CASE.replace("$9M", "9%"))
    assert run() == run() == {"a": "refused"}


def test_a_file_that_was_saved_while_it_was_built_is_built_again(write: Write) -> None:
    file = write("cases/a.yaml", CASE)
    later = dt.datetime.now(dt.UTC).timestamp() + 3600
    os.utime(file, (later, later))
    run()
    os.utime(file, (1, 1))
    assert run() == {"a": "built"}
    assert run() == {"a": "unchanged"}


def test_the_manifest_says_what_was_built_from_what_and_when(write: Write) -> None:
    write("cases/a.yaml", CASE)
    write("cases/b.yaml", CASE.replace("$9M", "9%"))
    write("cxreport.yaml", "prepared_by: One\n")
    run()
    good, bad = (json.loads(line) for line in Path("out/manifest.jsonl").read_text("utf-8").splitlines())
    assert (good["target"], good["case"], good["status"]) == ("a.html", "../cases/a.yaml", "built")
    assert good["inputs"] == ["../cases/a.yaml", "../cxreport.yaml"]
    assert good["built"] == "2026-11-24T12:00:00+00:00"
    assert good["figures"]["CXM"] == "$1M"
    assert (bad["target"], bad["status"]) == ("b.html", "refused")
    assert "CX" in bad["problems"][0]


@pytest.mark.parametrize("damage", [b'{"target": "a.html", "sta', b"\xff\xfe", b"[]\n", b"null\n7\n"])
def test_a_manifest_that_was_cut_off_or_damaged_costs_nothing_but_time(damage: bytes, write: Write) -> None:
    for name in "ab":
        write(f"cases/{name}.yaml", CASE)
    run()
    manifest = Path("out/manifest.jsonl")
    first, _ = manifest.read_bytes().splitlines(keepends=True)
    manifest.write_bytes(first + damage)
    assert run() == {"a": "unchanged", "b": "built"}
    assert run() == {"a": "unchanged", "b": "unchanged"}


def test_the_parts_of_a_build_farm_are_the_whole_and_share_no_case(write: Write) -> None:
    for number in range(12):
        write(f"cases/{number:02}.yaml", CASE)
    parts = [run(shard=Shard(number, 3)) for number in (1, 2, 3)]
    assert sorted(name for part in parts for name in part) == [f"{number:02}" for number in range(12)]
    assert all(parts)
    assert set(run().values()) == {"unchanged"}


def test_the_page_of_the_run_leads_to_every_document_and_says_what_failed(write: Write) -> None:
    write("cases/north/a b.yaml", CASE)
    write("cases/c.yaml", CASE.replace("$9M", "9%"))
    run()
    page = Path("out/index.html").read_text("utf-8")
    assert '<a href="north/a%20b.html"' in page
    assert "Where our revenue comes from" in page
    assert "$1M" in page
    assert "cases/c.yaml" in page
    assert "write  total" in page or "CX" in page


def test_nothing_to_build_loads_no_renderer(write: Write) -> None:
    write("cases/a.yaml", CASE)
    run()
    script = (
        "import sys; from cxreport.cli.main import app\n"
        "app(['build', 'cases', '-f', 'html'], standalone_mode=False)\n"
        "print(sorted({'weasyprint', 'jinja2', 'docx', 'lxml', 'fontTools', 'xlsxwriter'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["1 document unchanged", "[]"]


# A portfolio is made from what it gathers


def test_a_portfolio_is_built_again_when_a_member_changes_comes_or_goes(write: Write) -> None:
    header = CASE.partition("revenue:")[0].replace("value-report", "portfolio")
    write("cases/whole.yaml", header + "cases: ['teams/*.yaml']\ncompany: {period: FY2026, revenue: $90M}\n")
    write("cases/teams/a.yaml", CASE)
    assert run() == {"a": "built", "whole": "built"}
    assert run() == {"a": "unchanged", "whole": "unchanged"}
    write("cases/teams/a.yaml", CASE.replace("$9M", "$8M"))
    assert run() == {"a": "built", "whole": "built"}
    write("cases/teams/b.yaml", CASE)
    assert run() == {"a": "unchanged", "b": "built", "whole": "built"}
    write("cases/teams/cxreport.yaml", "prepared_by: One\n")
    assert run() == {"a": "built", "b": "built", "whole": "built"}
    Path("cases/teams/b.yaml").unlink()
    assert run() == {"a": "unchanged", "whole": "built"}
    assert run() == {"a": "unchanged", "whole": "unchanged"}


def test_a_broken_member_refuses_its_portfolio_and_the_others_are_built(write: Write) -> None:
    header = CASE.partition("revenue:")[0].replace("value-report", "portfolio")
    write("cases/whole.yaml", header + "cases: ['teams/*.yaml']\ncompany: {period: FY2026, revenue: $90M}\n")
    write("cases/teams/a.yaml", CASE)
    write("cases/teams/b.yaml", CASE.replace("$9M", "9 million or so"))
    assert run() == {"a": "built", "b": "refused", "whole": "refused"}


# A report is made from what it rests on


APPROVED = """\
kind: business-case
title: Let clients fix it themselves
organisation: Northwind Networks
date: 2026-11-22
currency: USD
finance: {discount_rate: 10%, period: year, periods: 3, start: 2026-01}
initiatives:
  - id: portal
    action: redesign the portal
    improvement: make repairs easier
    benefits: [{id: rolls, name: Avoided truck rolls, amount: $2M}]
    costs: [{id: build, name: Build, initial: $1M}]
"""
TRACKING = (
    CASE.replace("FY2026", "2026-Q3")
    + """\
previous: q2.yaml
tracked: [{case: ../approved/portal.yaml, actuals: {file: ../q3.csv}}]
"""
)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("q3.csv", "1,", "2,"), ("approved/portal.yaml", "$2M", "$3M"), ("cases/q2.yaml", "$9M", "$8M")],
)
def test_a_report_is_built_anew_when_what_it_rests_on_changes(write: Write, name: str, before: str, after: str) -> None:
    write("cxreport.yaml", "")
    files = {
        "q3.csv": "line,amount,reason\nrolls,1,\n",
        "approved/portal.yaml": APPROVED,
        "cases/q2.yaml": CASE.replace("FY2026", "2026-Q2"),
        "cases/q3.yaml": TRACKING,
    }
    for file, text in files.items():
        write(file, text)
    assert set(run().values()) == {"built"}
    assert set(run().values()) == {"unchanged"}
    write(name, files[name].replace(before, after))
    assert run()["q3"] == "built"
