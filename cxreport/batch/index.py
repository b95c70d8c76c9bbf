"""The page over everything that lies in an output folder: links, key figures, and what could not be made."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from cxreport.batch.manifest import INDEX, Manifest, Record
from cxreport.batch.whole import write_whole
from cxreport.render.compose import fill_template
from cxreport.render.words import FALLBACK, load_words, template_folders


@dataclass(frozen=True, slots=True)
class Link:
    """A document that can be opened."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A case on the page: its documents, its key figures, and what went wrong with it."""

    title: str
    case: str
    links: tuple[Link, ...]
    figures: tuple[tuple[str, str], ...]
    built: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of one kind, whose key figures have the same names."""

    kind: str
    names: tuple[str, ...]
    lines: tuple[Line, ...]


def write_index(manifest: Manifest) -> None:
    """Write the page of a manifest beside it; its language is that of the cases, or English where they differ."""
    records = tuple(manifest.records.values())
    languages = {record.language for record in records if record.language}
    folders = template_folders()
    words = load_words(languages.pop() if len(languages) == 1 else FALLBACK, folders)
    lines = [(kind, _line(case, found)) for (case, kind), found in _by_case(records).items()]
    context = {
        "words": words,
        "groups": [_group(kind, [line for other, line in lines if other == kind]) for kind in _kinds(lines)],
        "failed": [line for _, line in lines if line.faults],
        "cases": words.say("index_cases", count=len(lines)),
        "documents": words.say("index_documents", count=sum(len(line.links) for _, line in lines)),
    }
    write_whole(manifest.out / INDEX, fill_template("index.html.j2", folders, context).encode())


def _by_case(records: tuple[Record, ...]) -> dict[tuple[str, str], list[Record]]:
    """Return the records of each case, the cases in the order of their files."""
    kinds = {record.case: record.kind for record in records if record.kind}
    found: dict[tuple[str, str], list[Record]] = {}
    for record in sorted(records, key=lambda record: (record.case, record.target)):
        found.setdefault((record.case, kinds.get(record.case, "")), []).append(record)
    return found


def _kinds(lines: list[tuple[str, Line]]) -> list[str]:
    return sorted({kind for kind, line in lines if kind and line.links})


def _group(kind: str, lines: list[Line]) -> Group:
    names = next((tuple(name for name, _ in line.figures) for line in lines if line.figures), ())
    return Group(kind, names, tuple(line for line in lines if line.links))


def _line(case: str, records: list[Record]) -> Line:
    built = [record for record in records if record.status == "built"]
    last = built[-1] if built else records[-1]
    return Line(
        title=last.title or case,
        case=case,
        links=tuple(Link(_label(record), quote(record.target)) for record in built),
        figures=tuple(last.figures.items()),
        built=last.built[:10],
        faults=tuple(dict.fromkeys(fault for record in records for fault in _faults(record))),
    )


def _label(record: Record) -> str:
    return record.format.upper() + (f" ({record.edition.replace('.', ', ')})" if record.edition else "")


def _faults(record: Record) -> tuple[str, ...]:
    if record.status == "built":
        return ()
    return record.problems if record.status == "refused" and record.problems else (record.message,)
