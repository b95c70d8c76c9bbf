"""Makes a page of the starter case."""

from __future__ import annotations

from cxreport.batch.preload import practise

practise(lambda document: document.html)
