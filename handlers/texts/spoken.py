"""Words that lead out of a dialog or that might, in every language: whoever types them need not choose one first."""

LEAVING = frozenset({"thôi", "thoi", "huỷ", "hủy", "huỷ bỏ", "hủy bỏ", "cancel", "never mind"})
"""Words that leave a dialog whatever its button for it says. Not "huy", nor "dung": many a man's and woman's name."""
ALSO_NAMES = frozenset({"dung", "hi", "chao"})
"""Spoken commands that are names as well, folded."""
COMMANDS = frozenset({"dừng", "hi", "chào"})
"""The same, as they are written when they are none."""
