"""theme.yaml: what may be written in it, and how what is wrong in it is told."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from cxreport.case.problem import Problem
from cxreport.evaluate import Evaluation
from cxreport.render.output import Document
from cxreport.render.theme import Theme
from cxreport.render.theme_file import ThemeRefused, read_theme
from cxreport.render.themes import shipped_theme

SHIPPED_CASE = Path(__file__).parents[2] / "cases" / "portal.yaml"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path d="M0 0h40v10z" fill="#0b5a66"/></svg>'


def png(width: int, height: int) -> bytes:
    """Return a grey picture."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Theme]:
    """Return a reader of a theme.yaml in a folder `theme` of a project, with a logo and a Word file beside it."""
    folder = tmp_path / "project" / "theme"
    folder.mkdir(parents=True)
    (folder / "logo.svg").write_text(SVG, "utf-8")
    (folder / "logo.png").write_bytes(png(80, 20))
    docx.Document().save(str(folder / "house.dotx"))
    (folder / "letter.docx").write_bytes(b"Dear committee,")
    (tmp_path / "secret.svg").write_text(SVG, "utf-8")
    (folder.parent / "brand.svg").write_text(SVG, "utf-8")

    def from_text(text: str) -> Theme:
        (folder / "theme.yaml").write_text(text, "utf-8")
        return read_theme(folder, folder.parent, shipped_theme)

    return from_text


@pytest.fixture
def told(read: Callable[[str], Theme]) -> Callable[[str], list[Problem]]:
    """Return a reader of the problems of a theme.yaml."""

    def problems(text: str) -> list[Problem]:
        with pytest.raises(ThemeRefused) as refused:
            read(text)
        return list(refused.value.problems)

    return problems


def test_what_is_written_is_taken_and_the_rest_is_that_of_the_base(read: Callable[[str], Theme]) -> None:
    found = read('base: modern\ncolours: {ink: "#101010"}\nfooter: In confidence\nsizes: {title: 30}')
    modern = shipped_theme("modern")
    assert (found.ink, found.footer, found.title) == ("#101010", "In confidence", 30)
    assert (found.benefit, found.sans, found.cover) == (modern.benefit, modern.sans, modern.cover)
    assert found.folders == (found.folders[0], *modern.folders)


def test_a_theme_may_be_empty(read: Callable[[str], Theme]) -> None:
    assert read("# nothing yet\n").ink == shipped_theme("sober").ink


def test_letter_is_wider_and_shorter_than_a4(read: Callable[[str], Theme]) -> None:
    found = read("page: {size: Letter, margin_left: 20}")
    assert (found.page_width, found.page_height) == (215.9, 279.4)
    assert found.text_width == 175


def test_the_band_follows_the_colour_of_the_house(read: Callable[[str], Theme]) -> None:
    assert read('colours: {benefit: "#5a1a1a"}').band == "#5a1a1a"
    assert read('colours: {benefit: "#5a1a1a", band: "#000000"}').band == "#000000"


def test_a_word_template_is_named_from_the_folder(read: Callable[[str], Theme]) -> None:
    found = read("word_template: house.dotx")
    assert found.word_template == found.folders[0] / "house.dotx"
    assert read("").word_template is None


def test_everything_wrong_is_told_at_once_with_its_place_and_the_way_out(told: Callable[[str], list[Problem]]) -> None:
    found = told(
        """\
colors: {}
colours:
  ink: black
faces: {sans: Laot}
shapes:
  cover: pannel
page: {size: letter}
sizes: {text: 90}
"""
    )
    assert [(p.code, p.place.line, p.place.column) for p in found] == [
        ("CX102", 1, 1),
        ("CX402", 3, 8),
        ("CX104", 4, 15),
        ("CX104", 6, 10),
        ("CX104", 7, 14),
        ("CX114", 8, 15),
    ]
    assert [p.hint for p in found[:5]] == [
        'did you mean "colours"?',
        'write # and six hexadecimal digits, in quotes, as "#0b5a66"',
        'did you mean "Lato"?',
        'did you mean "panel"?',
        'did you mean "Letter"?',
    ]
    assert found[1].excerpt == "  ink: black"
    assert found[0].place.file.endswith("theme.yaml")


def test_a_pair_that_cannot_be_read_is_told_with_its_line_its_ratio_and_what_is_needed(
    told: Callable[[str], list[Problem]],
) -> None:
    found = told('colours:\n  benefit: "#0b5a66"\n  muted: "#8a949a"\n')
    assert [(p.code, p.place.line, p.place.column) for p in found] == [("CX405", 3, 10), ("CX405", 3, 10)]
    assert found[0].message == ("muted #8a949a on paper #ffffff has a contrast of 3.10 to 1, and 4.5 to 1 is needed")
    assert "muted #8a949a on tint #f3f6f6" in found[1].message
    assert found[0].hint == "make muted darker (WCAG 2.1)"


def test_a_ground_that_is_too_dark_is_told_at_the_ground(told: Callable[[str], list[Problem]]) -> None:
    found = told('colours: {pale: "#406070"}')
    assert {(p.code, p.place.line, p.place.column) for p in found} == {("CX405", 1, 17)}
    assert "ink #1b2529 on pale #406070" in found[0].message


def test_text_on_a_filled_head_needs_contrast_only_where_heads_are_filled(
    read: Callable[[str], Theme], told: Callable[[str], list[Problem]]
) -> None:
    assert read('colours: {band: "#7799aa"}').band == "#7799aa"
    [problem] = told('colours: {band: "#7799aa"}\nshapes: {heads: filled}')
    assert "on_band #ffffff on band #7799aa has a contrast of 3.03 to 1" in problem.message


@pytest.mark.parametrize("name", ["logo.svg", "logo.png", "../brand.svg"])
def test_a_logo_is_a_file_of_the_theme_or_of_the_project(read: Callable[[str], Theme], name: str) -> None:
    logo = read(f"logo: {{file: {name}, alt: Northwind, height: 9}}").logo
    assert logo is not None
    assert (logo.kind, logo.alt, logo.height) == (name[-3:], "Northwind", 9)


@pytest.mark.parametrize(
    ("text", "code", "column", "words"),
    [
        ("logo: {file: lgo.svg, alt: N}", "CX403", 14, 'did you mean "logo.svg"?'),
        ("logo: {file: ../../secret.svg, alt: N}", "CX404", 14, "lies outside of the project"),
        ("logo: {file: /etc/passwd, alt: N}", "CX403", 14, "named from its folder"),
        ("logo: {file: house.dotx, alt: N}", "CX403", 14, "is no .png or .svg file"),
        ("logo: {file: logo.svg}", "CX407", 1, "who cannot see it is told nothing"),
        ("logo: {alt: N}", "CX407", 1, "nobody can find it"),
        ("word_template: logo.svg", "CX403", 16, "is no .docx or .dotx file"),
        ("word_template: ../../house.docx", "CX404", 16, "lies outside of the project"),
        ("word_template: letter.docx", "CX403", 16, "is no Word file, or is damaged; open it in Word"),
        ("word_template: hose.dotx", "CX403", 16, 'did you mean "house.dotx"?'),
        ("page: {margin_left: 50, margin_right: 40}", "CX406", 7, "the margins leave 120 mm"),
        ("page: {gutter: 60, margin_left: 45}", "CX406", 16, "the gutter leaves 85 mm"),
        ("page: {margin_top: 60, margin_bottom: 60, size: Letter}", "CX406", 7, "leave 159.4 mm of height"),
    ],
)
def test_what_cannot_be_used_is_told(
    told: Callable[[str], list[Problem]], text: str, code: str, column: int, words: str
) -> None:
    [problem] = told(text)
    assert (problem.code, problem.place.line, problem.place.column) == (code, 1, column)
    assert words in f"{problem.message}; {problem.hint}"


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ('<image href="file:///etc/passwd"/>', "leads outside of itself"),
        ('<path fill="url(https://example.org/a)"/>', "leads outside of itself"),
        ("<text>Northwind</text>", "holds <text>, which looks different on every machine"),
        ("<style>path { fill: red }</style>", "holds <style>"),
        ("<path", "is no SVG picture"),
    ],
)
def test_a_logo_is_whole_in_itself(
    told: Callable[[str], list[Problem]], tmp_path: Path, inside: str, words: str
) -> None:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">{inside}</svg>'
    (tmp_path / "project" / "theme" / "bad.svg").write_text(text, "utf-8")
    [problem] = told("logo: {file: bad.svg, alt: N}")
    assert problem.code == "CX403"
    assert words in problem.message


def test_a_file_that_is_no_yaml_is_told_as_any_other(told: Callable[[str], list[Problem]]) -> None:
    [problem] = told("colours: [")
    assert problem.code == "CX005"
    assert problem.place.file.endswith("theme.yaml")


@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
def test_the_logo_stands_on_the_cover_with_its_words(
    read: Callable[[str], Theme], evaluated: Callable[..., Evaluation], name: str
) -> None:
    folder = read(f"logo: {{file: {name}, alt: The mark of Northwind}}").folders[0]
    document = Document(evaluated(SHIPPED_CASE.read_text("utf-8"), "project/case.yaml"), folder)
    assert 'alt="The mark of Northwind"' in document.html
    with zipfile.ZipFile(io.BytesIO(document.write("docx"))) as package:
        assert 'descr="The mark of Northwind"' in package.read("word/document.xml").decode()
        assert any(part.startswith("word/media/") and part.endswith(".png") for part in package.namelist())
    assert document.write("pdf").startswith(b"%PDF")
