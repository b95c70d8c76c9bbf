"""What is written beside the code: links that arrive, commands that exist, nothing of one machine."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]


def tracked() -> list[Path]:
    """Return the files that git keeps or would keep, those that somebody has just written included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [file for name in sorted(set(listed.split("\0"))) if name and (file := ROOT / name).is_file()]


def text_of(file: Path) -> str:
    """Return the text of a file, "" where it holds none."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


TEXTS = {file.relative_to(ROOT).as_posix(): text_of(file) for file in tracked()}
PAPERS = [name for name in TEXTS if name.endswith(".md")]
TARGETS = set(re.findall(r"^([a-z]+):", TEXTS["Makefile"], re.MULTILINE))


@cache
def tokens(paper: str) -> tuple[Token, ...]:
    """Return all pieces of a paper, those inside of lines included."""
    blocks = MarkdownIt("commonmark").enable("table").parse(TEXTS[paper])
    return tuple(token for block in blocks for token in (block, *(block.children or ())))


def links(paper: str) -> Iterator[str]:
    """Yield where the links and pictures of a paper lead."""
    for token in tokens(paper):
        if target := token.attrGet("href") or token.attrGet("src"):
            yield str(target)


def anchors(paper: str) -> set[str]:
    """Return the names by which the headings of a paper can be linked to, as GitHub makes them."""
    blocks = MarkdownIt("commonmark").parse(TEXTS[paper])
    headings = (text.content for before, text in pairwise(blocks) if before.type == "heading_open")
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("paper", PAPERS)
def test_every_link_arrives(paper: str) -> None:
    lost = []
    for link in links(paper):
        target, _, anchor = link.partition("#")
        if re.match("[a-z]+:", target):
            continue
        file = (ROOT / paper).parent / target if target else ROOT / paper
        name = file.resolve().relative_to(ROOT.resolve()).as_posix()
        if not file.exists() or (anchor and anchor not in anchors(name)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_make_command_of_a_paper_exists(paper: str) -> None:
    code = (token.content for token in tokens(paper) if token.type in {"fence", "code_inline", "code_block"})
    assert {name for text in code for name in re.findall(r"^make ([a-z]+)", text, re.MULTILINE)} <= TARGETS


def test_the_readme_opens_with_its_two_commands() -> None:
    first = next(token.content for token in tokens("README.md") if token.type == "fence")
    assert re.findall("^make [a-z]+", first, re.MULTILINE) == ["make demo", "make test"]


def test_every_target_of_the_makefile_is_explained_by_help() -> None:
    explained = set(re.findall(r"echo 'make ([a-z]+) ", TEXTS["Makefile"]))
    assert explained == TARGETS - {"help"}


@pytest.mark.parametrize("paper", [name for name in PAPERS if not name.startswith("docs/commands")])
def test_a_paper_is_wrapped(paper: str) -> None:
    fenced = {line for token in tokens(paper) if token.type == "fence" and token.map for line in range(*token.map)}
    lines = enumerate(TEXTS[paper].splitlines())
    assert [line for number, line in lines if len(line) > 110 and number not in fenced and line[0] not in "|["] == []


def test_no_file_names_a_place_of_one_machine_or_a_registry() -> None:
    machine = r"(?<![\w.])/(?:root|home|Users|work)/\w|[A-Z]:\\Users\b"
    registry = r"\b(?:pypi|npmjs|pythonhosted|debian|ubuntu|conda)\.(?:org|com)\b"
    places = {name: re.findall(f"{machine}|{registry}", text) for name, text in TEXTS.items()}
    assert {name: found for name, found in places.items() if found} == {}
