"""The commands: arguments in, calls of the public face, printed lines, exit codes."""
