"""What a reader of text says when it cannot read it."""

from __future__ import annotations


class QuantityError(ValueError):
    """Says, under a stable `code`, what is wrong with a text and, in `hint`, how to write it."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
