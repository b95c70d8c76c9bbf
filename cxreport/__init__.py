"""The public face of cxreport."""
