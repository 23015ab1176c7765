"""The process: settings, command line, channels, demo, wiring."""

from time import perf_counter

BEGUN = perf_counter()
"""When this package was first needed, which is when the process began."""
