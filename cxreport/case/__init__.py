"""The nouns a user writes: frozen models, read with their places, and every problem at once."""
