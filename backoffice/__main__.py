"""Start the command line: `python -m backoffice`, `backoffice` and `bo`."""

import os
import sys

from backoffice import __version__


def start() -> None:
    """Run one command as this process, which then ends at once: its memory is given back without being tidied up."""
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        raise SystemExit(code) from None
    os._exit(code)


def main(arguments: list[str] | tuple[str, ...] | None = None) -> int:
    """Run one command and return its exit code; asking for the version imports nothing else."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"] and _tells_version():
        return 0
    try:
        from backoffice.cli import run

        return run(words)
    except KeyboardInterrupt:  # before there was anybody else to catch it
        sys.stderr.write("\nbackoffice: interrupted\n")
        return 130


def _tells_version() -> bool:
    """Print the version; where that cannot be written, the command itself meets that again, and says so."""
    try:
        sys.stdout.write(f"backoffice {__version__}\n")
        sys.stdout.flush()
    except OSError:
        return False
    return True


def _open_streams() -> None:
    """Let closed standard streams lead nowhere (``>&-``), so that no file of ours gets their number and their text."""
    while (fd := os.open(os.devnull, os.O_RDWR)) <= 2:  # noqa: PLR2004 - stdin, stdout, stderr
        pass
    os.close(fd)
    sys.stdin, sys.stdout, sys.stderr = (
        there or open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - open to the end
        for number, (there, mode) in enumerate(((sys.stdin, "r"), (sys.stdout, "w"), (sys.stderr, "w")))
    )


if __name__ == "__main__":
    start()
