"""WeasyPrint with our shortcuts: what they spare is never missed."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pikepdf
import pytest

from cxreport.render.pdf import Layout
from cxreport.render.theme import SOBER

WITHOUT_SUBSETTER = """
import sys
from cxreport.render.pdf.engine import load_weasyprint
load_weasyprint()
print([name for name in ("fontTools.subset", "fontTools.varLib") if name in sys.modules])
from weasyprint.pdf import fonts
import fontTools.subset
assert type(fonts.subset.Options()) is fontTools.subset.Options
try:
    fonts.instantiateVariableFont(None, {})
except Exception:  # the real one has asked for a table where there is no face
    print("fontTools.varLib.instancer" in sys.modules)
"""


def test_the_second_subsetter_is_imported_when_it_is_used() -> None:
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_SUBSETTER], capture_output=True, check=True, text=True, env=os.environ
    )
    assert told.stdout.splitlines() == ["[]", "True"]


PICTURE = (
    '<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><svg width="90" height="20" viewBox="0 0 90 20">'
    "<title>A picture</title>{}</svg></body></html>"
)


def shown_in(text: str) -> list[str]:
    """Return the operators that show text, of a picture that holds `text`."""
    page = Layout(PICTURE.format(text), "", SOBER, ())
    with pikepdf.open(io.BytesIO(page.pdf())) as pdf:
        shown = [str(part.operator) for part in pikepdf.parse_content_stream(pdf.pages[0])]
    return [operator for operator in shown if operator in {"Tj", "TJ"}]


def test_a_line_of_a_picture_is_one_text() -> None:
    assert len(shown_in('<text x="5" y="10">Truck rolls avoided</text>')) == 1


@pytest.mark.parametrize("place", ['x="5 15 25"', 'x="5" rotate="10 20"', 'x="5" dx="1 2"', 'x="5" letter-spacing="2"'])
def test_letters_that_have_a_place_of_their_own_keep_it(place: str) -> None:
    assert len(shown_in(f'<text y="10" {place}>ABC</text>')) == 3


STYLES = """
import sys
import weasyprint
from weasyprint.css import get_all_computed_styles
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text.fonts import FontConfiguration
if sys.argv[1] == "in short":
    from cxreport.render.pdf.shortcuts import take_undeclared_values_as_they_are
    take_undeclared_values_as_they_are()
page = weasyprint.HTML(string='''<html lang="de" style="color: red; --wide: 3em"><body dir="rtl"><section><p>a <b>b</b>
  <ul><li>c</ul><table><tr><td>d<th>e</table><svg></svg><i>f</i><u>g</u></section></body></html>''')
sheet = weasyprint.CSS(string='''
  section { page: wide; position: relative; margin-inline-start: 2em; padding-block: 3px; text-decoration: underline }
  p { width: var(--wide); min-height: calc(1em + 2px); margin-left: 1px; direction: ltr; hyphens: auto; orphans: 3 }
  p { margin-inline-end: 5px; border-left: 1px solid; border-block-end: 2pt dashed blue }
  b { float: left; display: block; font: italic bold 2em serif; letter-spacing: .1em; color: inherit }
  i { all: initial; float: inherit; width: inherit }
  td { border-collapse: collapse; vertical-align: 10%; text-indent: min(1em, 3px) }
  u { margin: unset; padding: revert; text-decoration: none; visibility: hidden }
''')
styles = get_all_computed_styles(page, user_stylesheets=[sheet], font_config=FontConfiguration())
for element in page.etree_element.iter():
    for key in INITIAL_VALUES:
        print(element.tag, key, styles(element)[key])
"""


def test_every_value_of_a_style_is_what_weasyprint_finds_at_length() -> None:
    at_length, in_short = (
        subprocess.run([sys.executable, "-c", STYLES, way], capture_output=True, check=True, text=True, env=os.environ)
        for way in ("at length", "in short")
    )
    assert in_short.stdout.splitlines() == at_length.stdout.splitlines()
    assert "p margin_right Dimension(value=5.0, unit='px')" in at_length.stdout  # what the sheet declares arrives
