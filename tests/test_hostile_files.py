"""Files that mean harm: each is refused with a clear reason or read rightly, soon and in little memory."""

import resource
import subprocess
import sys
from time import perf_counter

import pytest

from handlers.catalogue import Refused, read_catalogue
from handlers.catalogue_files import IN_CHAT
from handlers.texts import ENGLISH, VIETNAMESE
from tests.hostile_files import READ, Hostile, corpus

CORPUS = corpus()
MOST_SECONDS = 2.0
MOST_GROWTH = 150
"""Megabytes."""


def test_the_corpus_is_large_enough() -> None:
    assert len({one.name for one in CORPUS}) == len(CORPUS) >= 30
    assert len([one for one in CORPUS if one.says != READ]) >= 30


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda one: one.name)
def test_a_hostile_file_gets_its_reason_within_two_seconds(hostile: Hostile) -> None:
    began = perf_counter()
    found = read_catalogue(hostile.name, hostile.content, VIETNAMESE, IN_CHAT)
    assert perf_counter() - began < MOST_SECONDS
    if hostile.says == READ:
        assert not isinstance(found, Refused), found
    else:
        assert isinstance(found, Refused)
        assert hostile.says in found.faults[0].unescape()


def test_the_reasons_are_there_in_english_too() -> None:
    for hostile in CORPUS[:16]:
        found = read_catalogue(hostile.name, hostile.content, ENGLISH, IN_CHAT)
        assert isinstance(found, Refused)
        assert found.faults[0].isascii() or "“" in found.faults[0], found.faults[0]


def test_none_of_them_takes_much_memory() -> None:
    """In a process of its own: what a process once took, it keeps."""
    code = f"import tests.test_hostile_files as here; here.read_all({MOST_GROWTH})"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def read_all(most_growth: int) -> None:
    """Raises: SystemExit, naming the first after which the process is so many megabytes larger."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for hostile in CORPUS:
        read_catalogue(hostile.name, hostile.content, VIETNAMESE, IN_CHAT)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 - before
        if grown > most_growth:
            raise SystemExit(f"{hostile.name}: {grown} MB more")
