"""Public holidays of countries and regions, from the library `holidays` (the extra ``backoffice[holidays]``)."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable

from backoffice.core.errors import RefusedError, UsageError

MISSING = RefusedError("public holidays come from the library holidays", hint="pip install 'backoffice[holidays]'")


def public_holidays(
    country: str, region: str = "", *, years: Iterable[int], language: str = ""
) -> list[tuple[dt.date, str]]:
    """Return the public holidays of years in a country (ISO 3166-1) or region (ISO 3166-2), each with its name, by day.

    Raises:
        RefusedError: when the library is not installed.
        UsageError: when it does not know the country or the region.
    """
    try:
        import holidays
    except ModuleNotFoundError:
        raise MISSING from None
    regions = holidays.list_supported_countries().get(country)
    if regions is None:
        raise UsageError(f"no holidays are known of {country!r}", hint="a country code, such as DE, AT or CH")
    if region and region not in regions:
        near = difflib.get_close_matches(region, regions, n=1)
        hint = f"did you mean {near[0]}?" if near else f"regions are {', '.join(regions)}"
        raise UsageError(f"no region {region!r} of {country} is known", hint=hint)
    known = holidays.country_holidays(country)
    spoken = [each for each in known.supported_languages if each.partition("_")[0] == language]
    chosen = spoken[0] if spoken else known.default_language  # or it would be that of the machine
    found = holidays.country_holidays(country, subdiv=region or None, years=sorted(years), language=chosen)
    return sorted((day, str(name)) for day, name in found.items())
