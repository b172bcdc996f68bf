"""A secret text: everything that is shown, formatted, logged or traced of it is a mask."""

MASK = "••••••••"


class Secret:
    """A text that nobody sees by accident; ``reveal`` is the only way to it.

    Equal secrets are found equal in constant time. An empty secret is false.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        from hmac import compare_digest  # loads OpenSSL, which showing a secret does not need

        return compare_digest(self._text.encode(errors="surrogatepass"), other.reveal().encode(errors="surrogatepass"))

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __reduce__(self) -> str:
        raise TypeError("a secret is never pickled or copied to another process")
