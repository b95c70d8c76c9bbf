"""What the templates show: tables, charts and texts, prepared so that a template only has to place them."""
