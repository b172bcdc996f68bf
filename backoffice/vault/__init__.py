"""The vault: passwords and other secrets in age files that anybody can open with ``age`` and a text editor.

Nothing in this layer writes a vault to disk, prints, asks or reads the clock: bytes, text and days come in, bytes
and values go out. What it does touch itself lies outside the workspace: identities (``identity``), what this machine
has pinned (``pins``), the kernel's keyring (``unlock``) and the process (``harden``).

``glance`` answers what is asked most, with ``shape``, ``keyfile`` and ``native`` and no import beyond them. How all
other commands use the layer::

    keys = identity.load(path, ask=prompt)                                # the user's private keys
    pin = pins.pinned(folder, "default")                                  # what this machine has seen of the vault
    store = opening.open_store(raw, keys, path="secrets.yaml.age", pin=pin)
    store = store.put(store.get("acme/mail").with_field("password", Secret(…), on=today))
    saved = opening.save(store, recipients, vault="default", identities=keys, accepted=pins.accepted(folder))
    …write saved.raw…
    pins.keep(folder, "default", saved.pin)
"""
