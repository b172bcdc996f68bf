"""Lines that run are watched in a part of the tests only: it doubles their time, and that of finding them."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
from collections.abc import Generator
from typing import Any

import pytest

from tests.playground import REPOSITORY

ROOMS = {"automation", "checks", "core", "formats", "kinds", "reports"}
"""Rooms that are covered to the last branch, by their own tests."""
ELSEWHERE = pytest.StashKey[bool]()
"""Whether anything has run since that was not watched."""


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Watch the rooms while they are imported, by one process, but not how tests are found.

    What there is when all are found stays to the end, so the sweeps of the garbage collector need not look at it.
    """
    if watch := watch_of(session.config):
        if not hasattr(session.config, "workerinput"):
            _import_rooms()
        watch.pause()
    gc.disable()
    found = yield
    gc.freeze()
    gc.enable()
    return found


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Watch the tests of these rooms, with all that they set up."""
    watch = watch_of(item.config)
    if not watch or item.path.relative_to(REPOSITORY / "tests").parts[0] not in ROOMS:
        item.config.stash[ELSEWHERE] = True
        return (yield)
    if item.config.stash.get(ELSEWHERE, True):
        _forget()
    item.config.stash[ELSEWHERE] = False
    watch.resume()
    try:
        return (yield)
    finally:
        watch.pause()


def watch_of(config: pytest.Config) -> Any:  # noqa: ANN401 - pytest-cov types nothing
    """Return what notes the lines that run, if something does."""
    return getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)


def _import_rooms() -> None:
    for room in sorted(ROOMS):
        for each in pkgutil.walk_packages([str(REPOSITORY / "backoffice" / room)], f"backoffice.{room}."):
            importlib.import_module(each.name)


def _forget() -> None:
    """Forget what functions remember from elsewhere, or they would not run when they are watched."""
    for name, module in list(sys.modules.items()):
        if name.startswith("backoffice."):
            for each in list(vars(module).values()):
                if forget := getattr(each, "cache_clear", None):
                    forget()
