"""The last metre: documents as e-mails that look right in any program, to the right people, once."""
