from typing import NamedTuple as NamedTuple  # noqa: TID251 - what the others stand for
