"""Contract templates: standard terms, and the variables of the cover that make a contract of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backoffice.core.canonical import digest_of
from backoffice.core.dates import parse_date
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.document import Tree
from backoffice.core.errors import RefusedError, ValueTextError
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.money import parse_decimal
from backoffice.core.part import Part, field
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Id
from backoffice.core.settings import Language

BAD_VARIABLE = Fault(
    "bad-variable",
    "A variable of a contract template cannot be used: its name is no word of small letters, digits and underscores, "
    "is taken or given twice, its default is not what it takes, or a clause depends on one that is not there.",
)
GIVEN = ("business", "client", "clauses", "number", "today")
"""What every template knows without declaring it."""
_NAME = r"[a-z][a-z0-9_]*"
_CONDITION = rf"(not )?({_NAME})|({_NAME}) (=|!=) (\S.*)"
_NO = ("", "no", "false")


class Variable(Part):
    """One blank of the cover."""

    name: Annotated[str, "What it is called in the text, such as day_rate."]
    help: Annotated[str, "What is asked for."] = ""
    type: Annotated[Literal["text", "yes-no", "date", "amount"], "text, yes-no, date, or amount (a number)."] = "text"
    default: Annotated[str | None, "What it is unless something else is said; without one it has to be said."] = None
    choices: Annotated[tuple[str, ...], "What it may be; empty: anything."] = ()

    def wrong(self, value: str) -> str:
        """Return what a value should have been; empty where it is fine."""
        if self.choices and value not in self.choices:
            return f"one of {', '.join(self.choices)}"
        if self.type == "yes-no":
            return "" if value in {"yes", "no", "true", "false"} else "yes or no"
        try:
            if self.type == "date":
                parse_date(value)
            elif self.type == "amount":
                parse_decimal(value)
        except ValueTextError as error:
            return str(error)
        return ""


class Use(Part):
    """A clause at its place among the terms."""

    clause: Annotated[Id, Ref("clause"), "The clause."]
    when: Annotated[
        str, "Only when this holds: a variable of yes or no, the same after not, or name = value; empty: always."
    ] = ""


class ContractTemplate(Record):
    """Standard terms. The text below the fields is the contract; the clauses come where it says {{ clauses }}."""

    noun: ClassVar[str] = "contract-template"

    name: Annotated[str, "What the terms are called."]
    version: Annotated[str, "Which edition, such as 2026-10; for people: what changed is known from the text itself."]
    language: Annotated[Language, "Language of dates and amounts in the text: en, de or fr."] = "en"
    variables: Annotated[tuple[Variable, ...], "The blanks of the cover."] = ()
    fields: Annotated[
        Mapping[str, str],
        "Fields of the contract, with variables in double braces, such as price.amount: '{{ fee }}'.",
    ] = field(default_factory=dict)
    clauses: Annotated[tuple[Use, ...], "Clauses, in this order."] = ()
    tags: Annotated[tuple[str, ...], "Words to find it by."] = ()

    @property
    def title(self) -> str:
        """What the terms are called, and which edition."""
        return f"{self.name}, {self.version}"

    def digest(self, clauses: Mapping[str, Tree]) -> str:
        """Return the SHA-256 of the terms; ``clauses`` are the texts of those it uses, by id."""
        used = {each.clause: clauses.get(each.clause) for each in self.clauses}
        tree = {name: value for name, value in fields_tree(self).items() if name not in {"tags", "version"}}
        return digest_of({"fields": tree, "text": self.notes.strip(), "clauses": used})

    def check(self) -> Iterator[Diagnostic]:
        """Yield variables that cannot be used."""
        names = [each.name for each in self.variables]
        for at, each in enumerate(self.variables):
            wrong = self._wrong(each, names[:at])
            if wrong:
                yield BAD_VARIABLE.at(self.where, f"the variable {each.name} {wrong}", about=("variables", at))
        for at, use in enumerate(self.clauses):
            word = condition_of(use.when)[0] if use.when else ""
            if use.when and word not in names:
                said = f"it depends on {word}, which is no variable" if word else f"{use.when!r} is no condition"
                hint = "such as: personal_data, not personal_data, or country = DE"
                yield BAD_VARIABLE.at(self.where, f"the clause {use.clause}: {said}", hint=hint, about=("clauses", at))

    def _wrong(self, each: Variable, before: list[str]) -> str:
        import re

        if not re.fullmatch(_NAME, each.name):
            return "has a name that is no word of small letters, digits and underscores"
        if each.name in GIVEN or each.name in before:
            return "is given already"
        expected = "" if each.default is None else each.wrong(each.default)
        return f"has a default that is not {expected}" if expected else ""

    def resolved(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return a value for every variable, as text.

        Raises:
            RefusedError: when one is missing, unknown, or not what it should be; with all of them.
        """
        known = {each.name: each for each in self.variables}
        values = {name: each.default for name, each in known.items() if each.default is not None} | dict(given)
        if unknown := [name for name in given if name not in known]:
            import difflib

            near = difflib.get_close_matches(unknown[0], known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(known) or 'no variables'}"
            raise RefusedError(f"{self.id} has no variable {', '.join(unknown)}", hint=hint)
        if missing := [name for name in known if name not in values]:
            hint = " ".join(f"--var {name}=…" for name in missing)
            raise RefusedError(f"{self.id} cannot be filled in: {', '.join(missing)} not said", hint=hint)
        for name, value in values.items():
            if expected := known[name].wrong(value):
                raise RefusedError(f"{name} is {value!r}, not {expected}")
        return {name: values[name] for name in known}


def condition_of(text: str) -> tuple[str, str, str]:
    """Return the variable of a condition, ``not`` or ``=`` or ``!=`` or nothing, and the value; nothing for none."""
    import re

    match = re.fullmatch(_CONDITION, text.strip())
    if not match:
        return "", "", ""
    return (match[2], (match[1] or "").strip(), "") if match[2] else (match[3], match[4], match[5])


def holds(condition: str, values: Mapping[str, str]) -> bool:
    """Tell whether a clause of that condition is in the contract."""
    if not condition:
        return True
    name, how, wanted = condition_of(condition)
    value = values[name]
    if how in {"=", "!="}:
        return (value == wanted) == (how == "=")
    return (value in _NO) == (how == "not")


EXAMPLE = """\
---
name: Master services agreement
version: 2026-10
variables:
  - {name: start, type: date, help: First day}
  - {name: day_rate, type: amount, help: Price of a day in EUR}
  - {name: personal_data, type: yes-no, default: no, help: Do we process personal data for them?}
fields:
  type: msa
  side: provider
  name: "Master services agreement with {{ client.name }}"
  effective: "{{ start }}"
  term: 24m
clauses:
  - {clause: liability}
  - {clause: data-processing, when: personal_data}
---
Between {{ business.name }} and {{ client.name }}, from {{ start }}. A day costs {{ day_rate }}.

{{ clauses }}
"""

KIND = Kind(
    record=ContractTemplate,
    plural="contract-templates",
    help="Standard terms that contracts are made from.",
    paths=("contract-templates/{id}.md",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Template"),
        ListColumn("name", lambda seen: seen.record.name),
        ListColumn("version", lambda seen: seen.record.version),
        ListColumn("variables", lambda seen: ", ".join(each.name for each in seen.record.variables)),
        ListColumn("clauses", lambda seen: len(seen.record.clauses)),
    ),
    faults=(BAD_VARIABLE,),
    example=EXAMPLE,
)
