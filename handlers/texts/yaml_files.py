"""YAML files that staff can edit."""

from pathlib import Path
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one written in C, where it is built in, takes a tenth of the time."""


def read_yaml(path: Path) -> Any:
    """What YAML makes of it; None of what is no YAML. Raises: OSError."""
    try:
        return yaml.load(path.read_text(encoding="utf-8-sig"), _LOADER)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
