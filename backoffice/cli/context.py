"""What every command is given: the workspace, its books and the day, each found only when it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from functools import cached_property

from backoffice.cli import clock
from backoffice.core.books import Books
from backoffice.core.hints import TypeVar
from backoffice.core.settings import Settings
from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.workspace import Workspace

T = TypeVar("T")


class Session:
    """One run of the tool. The options that every command has are set as they are read."""

    def __init__(self, environment: Mapping[str, str], directory: str, begun: Ahead | None = None) -> None:
        self.environment = environment
        self.directory = directory
        self.begun = begun
        self.folder: str | None = None
        self.day: dt.date | None = None
        self.as_of_day: dt.date | None = None
        self.command = ""
        self.form: str | None = None

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace: named by --workspace, by BACKOFFICE_WORKSPACE, or around the current directory.

        Raises:
            MissingError: when there is none.
        """
        if self.begun:
            return Workspace(self.begun.place)
        return Workspace.find(self.directory, explicit=self.folder, environment=self.environment)

    @cached_property
    def books(self) -> Books:
        """The books of the working tree."""
        return self.workspace.books(*self._looking())

    @property
    def settings(self) -> Settings:
        """The settings of the business."""
        return self.books.settings

    @cached_property
    def today(self) -> dt.date:
        """The day it is for this business, unless --today or BACKOFFICE_TODAY say another."""
        if self.day:
            return self.day
        if text := self.environment.get(clock.VARIABLE):
            return clock.stated(text)
        return clock.today(self.settings.timezone)

    @property
    def as_of(self) -> dt.date:
        """The day whose knowledge counts: --as-of, or today."""
        return self.as_of_day or self.today

    @property
    def dated(self) -> bool:
        """Whether the day is known without reading anything more."""
        stated = self.as_of_day or self.day or self.environment.get(clock.VARIABLE)
        return bool(stated or {"today", "books"} & self.__dict__.keys())

    def seen(self, paths: Collection[str]) -> Mapping[str, str]:
        """Return the blob ids of those of ``paths`` from which the books were made, if they have been asked for."""
        books = self.__dict__.get("books")
        return books.blobs(paths) if books else {}

    def ask(self, question: Callable[[Books], T]) -> T:
        """Return the answer to a question, found while git is still looking for changes.

        ``question`` may be asked twice, and must do nothing but answer completely.
        """

        def asked(books: Books) -> T:
            self.__dict__.pop("today", None)
            self.__dict__["books"] = books
            try:
                return question(books)
            finally:
                del self.__dict__["books"]

        return self.workspace.ask(asked, *self._looking())

    def _looking(self) -> tuple[Ahead | None, Callable[[int, int], None] | None]:
        """Return what git began to find out, once; and who wants to know how far long reading is."""
        from backoffice.cli.progress import bar

        begun, self.begun = self.begun, None
        return begun, bar("reading")

    def close(self) -> None:
        """Let go of what was begun and is not needed."""
        if self.begun:
            self.begun.abandon()
            self.begun = None

    def refresh(self) -> Books:
        """Read the books again, as they are under the lock."""
        self.__dict__.pop("books", None)
        return self.books
