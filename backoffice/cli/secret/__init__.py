"""`secret`: the vault on the command line.

Clear text leaves this package in four ways only: to a terminal, with ``--reveal``, to a program that was asked for
(``run``, the editor, the clipboard's), and as the ciphertext of a vault.
"""
