"""Public holidays by country and region, in the language of the business."""

import datetime as dt
import sys

import pytest

from backoffice.core.errors import BackofficeError, RefusedError
from backoffice.formats.public_holidays import public_holidays


def test_a_region_has_more_days_than_its_country() -> None:
    country = dict(public_holidays("DE", years=[2026], language="de"))
    region = dict(public_holidays("DE", "HH", years=[2026], language="de"))
    assert country[dt.date(2026, 4, 3)] == "Karfreitag"
    assert {day: name for day, name in region.items() if day not in country} == {
        dt.date(2026, 10, 31): "Reformationstag"
    }


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Good Friday"), ("de", "Karfreitag"), ("", "Karfreitag"), ("xx", "Karfreitag")]
)
def test_names_are_in_the_language_of_the_business_where_they_can_be(language: str, said: str) -> None:
    days = dict(public_holidays("DE", years=[2027], language=language))
    assert days[dt.date(2027, 3, 26)] == said


def test_years_follow_each_other_by_day() -> None:
    days = [day for day, _ in public_holidays("CH", "ZH", years=[2028, 2026])]
    assert days == sorted(days)
    assert {day.year for day in days} == {2026, 2028}


@pytest.mark.parametrize(
    ("country", "region", "said", "hint"),
    [
        ("ZZ", "", "no holidays are known of 'ZZ'", "a country code, such as DE, AT or CH"),
        ("DE", "HHH", "no region 'HHH' of DE is known", "did you mean HH?"),
        ("CH", "99", "no region '99' of CH is known", "regions are AG, AI, "),
    ],
)
def test_what_is_not_known_is_refused(country: str, region: str, said: str, hint: str) -> None:
    with pytest.raises(BackofficeError, match=said) as refused:
        public_holidays(country, region, years=[2026])
    assert (refused.value.hint or "").startswith(hint)


def test_without_the_extra_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(RefusedError) as refused:
        public_holidays("DE", years=[2026])
    assert refused.value.hint == "pip install 'backoffice[holidays]'"
