"""The shell: arguments in, text and exit codes out."""
