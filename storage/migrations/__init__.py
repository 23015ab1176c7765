"""The steps from an empty database to what the models describe, each run once, in order."""
