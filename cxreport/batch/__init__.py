"""Many cases at once: which files are meant, what is wrong in them, and their documents."""
