"""A template's styles and ours as one: its own come first, by their names, and what it lacks is ours.

Its styles take the ids of ours with the same name, so that the body of a document never asks which it stands on.
Names are compared without case; ids are never trusted, as a Word in another language has its own (`Kop1`).
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from cxreport.render.word.template_file import Tree, W

_REFERRING = [f"{W}{name}" for name in ("basedOn", "next", "link", "pStyle", "rStyle", "tblStyle", "styleLink")]
_REFERRING.append(f"{W}numStyleLink")
_VALUE = f"{W}val"
_KEPT_WITH_NEXT = {"Title", "Heading1", "Heading2", "Heading3", "Caption", "Unit"}
# What of our style's paragraphs also a template's has: the tabs of the contents, the room above a caption.
_OURS = {"TOC1": ("tabs", "ind"), "TOC2": ("tabs", "ind"), "TOC3": ("tabs", "ind"), "Caption": ("spacing",)}
# What comes before a property of paragraphs, of those that a style may have (ECMA-376, part 1, CT_PPrBase).
_BEFORE = {"keepNext": ["pStyle"]}
_BEFORE["tabs"] = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr
shd""".split()
_BEFORE["spacing"] = """tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN
bidi adjustRightInd snapToGrid""".split()
_BEFORE["spacing"] += _BEFORE["tabs"]
_BEFORE["ind"] = [*_BEFORE["spacing"], "spacing"]


@dataclass(frozen=True)
class Styles:
    """Holds the root of the joined styles, and the new ids of the template's own, by their old ones."""

    root: Tree
    renamed: dict[str, str]


def join_styles(theirs: Tree, ours: Tree) -> Styles:
    """Return the styles of a template, `theirs`, with those of `ours` that it lacks; the language is ours."""
    known = {_name(style): style for style in _styles(ours)}
    renamed = _new_ids(theirs, known)
    for style in _styles(theirs):
        style.set(f"{W}styleId", renamed[_id(style)])
    rename(theirs, renamed)
    _complete(theirs, known)
    _add_missing(theirs, known)
    _drop_lost_references(theirs)
    _set_language(theirs, ours)
    return Styles(theirs, renamed)


def rename(root: Tree, renamed: dict[str, str]) -> None:
    """Give every reference to a style, anywhere below `root`, the style's new id."""
    for reference in root.iter(*_REFERRING):
        old = reference.get(_VALUE, "")
        reference.set(_VALUE, renamed.get(old, old))


def _styles(root: Tree) -> list[Tree]:
    return root.findall(f"{W}style")


def _id(style: Tree) -> str:
    return style.get(f"{W}styleId", "")


def _name(style: Tree) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else name.get(_VALUE, "").casefold()


def _new_ids(theirs: Tree, known: dict[str, Tree]) -> dict[str, str]:
    """Return the id that each style of a template gets: ours for what we know by its name, else one that is free."""
    taken = {_id(style) for style in known.values()}
    given: dict[str, str] = {}
    for style in _styles(theirs):
        twin = known.get(_name(style))
        same = twin is not None and twin.get(f"{W}type") == style.get(f"{W}type")
        key = _id(twin) if twin is not None and same else _id(style)
        while key in given.values() or (key in taken and not same):
            key, same = f"{key}-house", False
        given[_id(style)] = key
    return given


def _complete(theirs: Tree, known: dict[str, Tree]) -> None:
    """Give the template's styles what our documents rest on: heads that stay with their text, and its contents' tabs.

    Headings lose a numbering of their own, as the numbers that the text refers to are written in it.
    """
    ours = {_id(style): style for style in known.values()}
    for style in _styles(theirs):
        if _id(style) in _KEPT_WITH_NEXT:
            _put(style, etree.Element(f"{W}keepNext"), _BEFORE["keepNext"])
        if _id(style).startswith("Heading") and _id(style) in ours:
            _take(style, "numPr")
        for name in _OURS.get(_id(style), ()):
            shape = ours[_id(style)].find(f"{W}pPr/{W}{name}")
            if shape is not None:
                _put(style, deepcopy(shape), _BEFORE[name])


def _put(style: Tree, child: Tree, before: list[str]) -> None:
    """Set a property of a style's paragraphs, after those of the names `before`, in place of one of its own."""
    _take(style, etree.QName(child).localname)
    shape = style.find(f"{W}pPr")
    if shape is None:
        shape = etree.Element(f"{W}pPr")
        looks = next((n for n, one in enumerate(style) if etree.QName(one).localname in {"rPr", "tblPr"}), len(style))
        style.insert(looks, shape)
    shape.insert(sum(etree.QName(one).localname in before for one in shape), child)


def _take(style: Tree, name: str) -> None:
    for old in style.findall(f"{W}pPr/{W}{name}"):
        old.getparent().remove(old)  # type: ignore[union-attr]  # what was found below a style has a parent


def _add_missing(theirs: Tree, known: dict[str, Tree]) -> None:
    there = {_id(style) for style in _styles(theirs)}
    names = {_name(style) for style in _styles(theirs)}
    defaults = {style.get(f"{W}type") for style in _styles(theirs) if style.get(f"{W}default") in {"1", "true"}}
    for style in known.values():
        if _id(style) in there:
            continue
        added = deepcopy(style)
        if added.get(f"{W}default") and added.get(f"{W}type") in defaults:
            del added.attrib[f"{W}default"]
        if _name(style) in names:
            name = added.find(f"{W}name")
            name.set(_VALUE, f"{name.get(_VALUE)} (cxreport)")  # type: ignore[union-attr]  # all of ours have names
        theirs.append(added)


def _drop_lost_references(theirs: Tree) -> None:
    there = {_id(style) for style in _styles(theirs)}
    for style in _styles(theirs):
        for name in ("basedOn", "next", "link"):
            reference = style.find(f"{W}{name}")
            if reference is not None and reference.get(_VALUE) not in there:
                style.remove(reference)


def _set_language(theirs: Tree, ours: Tree) -> None:
    """Take all languages out of a template's styles, and put the document's into its defaults."""
    for lang in list(theirs.iter(f"{W}lang")):
        lang.getparent().remove(lang)  # type: ignore[union-attr]  # a language is never the root
    said = ours.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    looks = _first_child(_first_child(_first_child(theirs, "docDefaults"), "rPrDefault"), "rPr")
    looks.append(deepcopy(said))  # type: ignore[arg-type]  # ours always says it


def _first_child(parent: Tree, name: str) -> Tree:
    """Return a child, made at the beginning where there is none."""
    child = parent.find(f"{W}{name}")
    if child is None:
        child = etree.Element(f"{W}{name}")
        parent.insert(0, child)
    return child


def style_chain(root: Tree, name: str) -> Iterator[Tree]:
    """Yield the style of a name and those that it is based on, then the defaults of all."""
    by_id = {_id(style): style for style in _styles(root)}
    style = next((one for one in _styles(root) if _name(one) == name.casefold()), None)
    seen: set[str] = set()
    while style is not None and _id(style) not in seen:
        seen.add(_id(style))
        yield style
        base = style.find(f"{W}basedOn")
        style = None if base is None else by_id.get(base.get(_VALUE, ""))
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault")
    if defaults is not None:
        yield defaults
