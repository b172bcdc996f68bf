"""The command line: the only code that prints, exits, and reads the clock and the environment."""


def run(words: list[str]) -> int:
    """Run one command and return its exit code; git is asked for changes before anything else is imported."""
    import gc

    gc.set_threshold(50_000)  # a start makes that many objects, and hardly any garbage

    if words[:1] == ["secret"] and words[1:2] in (["show"], ["list"], ["find"], ["recipients"]):
        from backoffice.cli.secret import quick as passwords

        if (code := passwords.answered(words[1:])) is not None:
            return code
    if words[:1] == ["log"]:
        from backoffice.cli import quick

        if (code := quick.past(words)) is not None:
            return code
    from backoffice.cli import early

    begun = early.begin(words)
    if words[:1] in (["status"], ["due"], ["report"], ["find"]) or words[1:2] == ["list"]:
        from backoffice.cli import again

        if (code := again.answered(words, begun)) is not None:
            return code
        from backoffice.cli import quick

        if (code := quick.answered(words, begun)) is not None:
            return code
    from backoffice.cli import endings

    return endings.run(words, begun)
