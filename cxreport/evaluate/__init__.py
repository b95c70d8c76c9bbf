"""From a case to its evaluation: finance and attribution applied, every figure with its trace."""

from cxreport.evaluate.evaluation import Evaluation, evaluate
from cxreport.evaluate.ledger import Figure, Written
from cxreport.evaluate.trace import Trace, find_figure, trace

__all__ = ["Evaluation", "Figure", "Trace", "Written", "evaluate", "find_figure", "trace"]
