"""Pure values and declarations that every other layer is built on."""
