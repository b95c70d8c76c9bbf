"""From a case to its evaluation: finance and attribution applied, every figure with its trace."""

from cxreport.evaluate.evaluation import Evaluation, evaluate
from cxreport.evaluate.ledger import Figure, Written

__all__ = ["Evaluation", "Figure", "Written", "evaluate"]
