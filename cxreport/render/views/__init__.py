"""What the templates show: tables, charts and texts, prepared from the evaluation so that a template only places them."""
