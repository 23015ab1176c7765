"""Understanding what residents write, in pure steps that can each be tried alone."""
