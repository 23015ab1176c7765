"""Mini-quizzes: a habit of two minutes, three items at a time, at an hour one chose."""
