"""The reviewer's lint: every weakness that a finance chief would find, and what the case answers to it."""

from cxreport.evaluate.review.answers import with_answers
from cxreport.evaluate.review.table import RULES, review

__all__ = ["RULES", "review", "with_answers"]
