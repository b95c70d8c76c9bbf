"""The words that some rules look for, in English and in German; a case in another language is left alone by `costs`.

A word that is missing costs a false alarm in `costs`, and a doubt that stays unsaid everywhere else. They are no
regular expressions, since `check` would wait for these to be compiled at every save of an editor.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LANGUAGES = ("en", "de")


class Lexicon(NamedTuple):
    """Words to look for, in small letters: those that begin so, end so or are just that, and several in a row."""

    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()

    def finds(self, text: str) -> str:
        """Return the first word or phrase of `text` that is one of these; empty where none is."""
        small = text.lower().replace("_", " ")
        for word in re.findall(r"\w+", small):
            if word in self.words or (self.begins and word.startswith(self.begins)) or word.endswith(self.ends):
                return str(word)
        padded = f" {' '.join(small.split())} "
        return next((phrase for phrase in self.phrases if f" {phrase}" in padded), "")


def lexicon(text: str, *phrases: str) -> Lexicon:
    """Return the lexicon that `text` writes: train* for what begins so, *team for what ends so, else the word alone."""
    items = text.split()
    return Lexicon(
        tuple(item[:-1] for item in items if item.endswith("*")),
        tuple(item[1:] for item in items if item.startswith("*")),
        frozenset(item for item in items if "*" not in item),
        phrases,
    )


def speaks(locale: str) -> bool:
    """Return whether the words below can be expected in a case of this locale."""
    return locale.partition("_")[0] in LANGUAGES


# Costs: the company's own people; the work of changing over.
OWN_PEOPLE = lexicon(
    "people staff* team* labour labor internal internally position positions fte ftes salar* wage* hour* day days "
    "hiring hire* recruit* agent agents engineer* technician* manager* analyst* specialist* seconded employee* "
    "mitarbei* personal personalkosten personalaufwand stelle stellen gehalt* gehält* lohn löhne lohnkosten "
    "intern interne internen interner internes stunde* tage personentag* eigenleistung* "
    "einstellung* kräfte fachkr* *kräfte *personal *team *stellen *stunden *leitung",
    "own time",
)
CHANGE_WORK = lexicon(
    "train* chang* adopt* communicat* rollout* launch* migrat* introduc* onboarding* enabl* coach* learn* campaign* "
    "schulen schulung* einführ* umstell* kommunikation* begleit* veränder* akzeptanz* einarbeit* weiterbild* qualifi* "
    "kampagne* *schulung *schulungen *einführung *umstellung *training *kampagne",
    "roll-out", "roll out",
)  # fmt: skip

# Evidence: what goes together, which is not yet what causes.
CORRELATION = lexicon(
    "correlat* korrel* einhergeh* *korrelation",
    "associated with", "goes hand in hand", "go hand in hand", "geht einher", "gehen einher",
    "statistischer zusammenhang",
)  # fmt: skip

# Benefits: what is felt rather than paid.
ADVANTAGE = lexicon(
    "satisfaction reputation morale nps csat delight zufriedenheit* *zufriedenheit ansehen markenwert* markenimage* "
    "markenbekanntheit* betriebsklima* weiterempfehlungsbereitschaft*",
    "brand value", "brand image", "brand equity", "brand awareness", "net promoter", "peace of mind",
)  # fmt: skip

# The parts of a line that are percentages of their own: what a driver may be called that does the same again.
MARGIN = lexicon("margin marge rohmarge deckungsbeitrag* rohertrag* bruttomarge")
RISK = lexicon(
    "haircut risikoabschlag* risikoanpassung* risikofaktor* sicherheitsabschlag*",
    "risk adjustment", "risk factor", "risk discount",
)  # fmt: skip
SHARE = lexicon("attribution attributable zurechnung* zurechenbar*", "our share", "unser anteil")
RAMP = lexicon("ramp rampup hochlauf* anlaufkurve*", "ramp-up")

# The sentence: what stands where something has still to be written, and an ask that comes before its benefit.
BLANK = lexicon(
    "tba tbc tbd todo fixme xx xxx xxxx placeholder platzhalter",
    "lorem ipsum", "to be defined", "to be determined", "to be decided", "to be confirmed", "noch offen",
    "noch zu klären", "noch zu bestimmen", "noch zu ergänzen",
)  # fmt: skip
BLANK_SIGNS = ("___", "...", "\N{HORIZONTAL ELLIPSIS}", "??")
BLANK_BRACKETS = (("[", "]"), ("<", ">"))
ASKING = lexicon(
    "beantragt approval",
    "we ask", "we request", "we need", "we apply", "we want", "please approve", "please grant", "please fund",
    "wir bitten", "wir beantragen", "wir benötigen", "wir brauchen", "bitte bewilligen", "bitte genehmigen",
)  # fmt: skip
PRESENT_VALUE = lexicon("npv barwert* kapitalwert*", "present value")


# Money in a text: what may stand before an amount, or behind it.
SIGNS = "$\u20ac\u00a3\u00a5"
CODES = ("USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "SEK", "NOK", "DKK")


def names_money(text: str) -> bool:
    """Return whether a text has a currency in it."""
    return any(mark in text for mark in (*SIGNS, *CODES))


def blank_of(text: str) -> str:
    """Return what in `text` still has to be written; empty where nothing has."""
    for sign in BLANK_SIGNS:
        if sign in text:
            return sign
    for opening, closing in BLANK_BRACKETS:
        start = text.find(opening)
        if 0 <= start < (end := text.find(closing, start)):
            return text[start : end + 1]
    return BLANK.finds(text) if any(letter.isalnum() for letter in text) else text.strip()
