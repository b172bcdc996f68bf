from contextlib import AbstractContextManager as AbstractContextManager
from re import Match as Match
from re import Pattern as Pattern
from typing import Annotated as Annotated
from typing import Any as Any
from typing import BinaryIO as BinaryIO
from typing import ClassVar as ClassVar
from typing import Final as Final
from typing import Literal as Literal
from typing import NoReturn as NoReturn
from typing import Protocol as Protocol
from typing import Self as Self
from typing import TypeAlias as TypeAlias
from typing import TypeVar as TypeVar
from typing import cast as cast
from typing import dataclass_transform as dataclass_transform
from typing import get_args as get_args

class Maybe:
    of: Any

class Noted:
    of: Any
    notes: tuple[Any, ...]

class Choice:
    words: tuple[str, ...]
