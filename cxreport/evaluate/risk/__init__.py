"""How sure a case is: what its result depends on, what it would be otherwise, and how often it would fail."""

from cxreport.evaluate.risk.assessing import assess, find_risk_problems
from cxreport.evaluate.risk.assessment import Assessment, ScenarioResult, Simulated
from cxreport.evaluate.risk.inputs import Input

__all__ = ["Assessment", "Input", "ScenarioResult", "Simulated", "assess", "find_risk_problems"]
