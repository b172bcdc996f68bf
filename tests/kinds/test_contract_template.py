"""Contract templates: what may be filled in, which clauses come in, and when terms are the same terms."""

from __future__ import annotations

from typing import Any

import pytest

from backoffice.core.document import Tree
from backoffice.core.errors import RefusedError
from backoffice.kinds.contract_template import BAD_VARIABLE, ContractTemplate, holds
from tests.made import made, shown

VARIABLES = [
    {"name": "start", "type": "date"},
    {"name": "fee", "type": "amount"},
    {"name": "data", "type": "yes-no", "default": "no"},
    {"name": "cap", "default": "fee", "choices": ["fee", "twice"]},
]
LIABILITY: Tree = {"heading": "Liability", "text": "Up to the fee."}


def template(**fields: Any) -> ContractTemplate:  # noqa: ANN401 - fields as in a file
    record: ContractTemplate = made("contract-template", "msa", **{"name": "MSA", "version": "1"} | fields)
    return record


def test_every_variable_gets_a_value_and_defaults_fill_the_rest() -> None:
    assert template(variables=VARIABLES).resolved({"start": "2027-01-01", "fee": "950.00"}) == {
        "start": "2027-01-01",
        "fee": "950.00",
        "data": "no",
        "cap": "fee",
    }


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ({}, "msa cannot be filled in: start, fee not said", "--var start=… --var fee=…"),
        ({"fees": "1"}, "msa has no variable fees", "did you mean fee?"),
        ({"zzz": "1"}, "msa has no variable zzz", "it has start, fee, data, cap"),
        ({"start": "1.1.2027", "fee": "1"}, "start is '1.1.2027', not a date written YYYY-MM-DD", ""),
        ({"start": "2027-01-01", "fee": "1,50"}, "fee is '1,50', not ", ""),
        ({"start": "2027-01-01", "fee": "1", "data": "maybe"}, "data is 'maybe', not yes or no", ""),
        ({"start": "2027-01-01", "fee": "1", "cap": "all"}, "cap is 'all', not one of fee, twice", ""),
    ],
)
def test_what_is_missing_unknown_or_wrong_is_refused(given: dict[str, str], message: str, hint: str) -> None:
    with pytest.raises(RefusedError) as refused:
        template(variables=VARIABLES).resolved(given)
    assert refused.value.message.startswith(message)
    assert refused.value.hint == hint


def test_a_template_without_variables_says_so() -> None:
    with pytest.raises(RefusedError) as refused:
        template().resolved({"fee": "1"})
    assert refused.value.hint == "it has no variables"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("", True),
        ("data", True),
        ("not data", False),
        ("where = DE", True),
        ("where != DE", False),
        ("off", False),
        ("not off", True),
        ("empty", False),
    ],
)
def test_a_clause_is_in_when_its_condition_holds(condition: str, expected: bool) -> None:  # noqa: FBT001
    assert holds(condition, {"data": "yes", "off": "no", "where": "DE", "empty": ""}) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"variables": VARIABLES, "clauses": [{"clause": "privacy", "when": "data"}]}, []),
        ({"variables": [{"name": "Fee"}]}, ["the variable Fee has a name that is no word"]),
        ({"variables": [{"name": "client"}]}, ["the variable client is given already"]),
        ({"variables": [{"name": "a"}, {"name": "a"}]}, ["the variable a is given already"]),
        (
            {"variables": [{"name": "a", "type": "date", "default": "x"}]},
            ["the variable a has a default that is not a date"],
        ),
        ({"clauses": [{"clause": "privacy", "when": "data"}]}, ["privacy: it depends on data, which is no variable"]),
        ({"clauses": [{"clause": "privacy", "when": "a > 3"}]}, ["privacy: 'a > 3' is no condition"]),
    ],
)
def test_variables_that_cannot_be_used_are_found(fields: dict[str, Any], expected: list[str]) -> None:
    found = list(template(**fields).check())
    assert {each.code for each in found} <= {BAD_VARIABLE.code}
    assert len(found) == len(expected)
    assert all(part in said for part, said in zip(expected, shown(found), strict=True))


def test_terms_are_the_same_until_their_text_or_a_clause_changes() -> None:
    terms = template(clauses=[{"clause": "liability"}])
    digest = terms.digest({"liability": LIABILITY, "unused": {"text": "x"}})
    assert digest == template(clauses=[{"clause": "liability"}], version="2", tags=["old"]).digest(
        {"liability": LIABILITY}
    )
    assert digest != terms.digest({"liability": {"heading": "Liability", "text": "Without limit."}})
    assert digest != template(clauses=[{"clause": "liability"}], variables=VARIABLES).digest({"liability": LIABILITY})


def test_titles_say_what_it_is() -> None:
    assert template().title == "MSA, 1"
    assert made("clause", "liability", heading="Liability").title == "Liability"
