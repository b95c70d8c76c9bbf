"""From an evaluation to documents: one HTML, which every writer reads."""
