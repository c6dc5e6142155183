"""Public holidays by country and region, as the `holidays` library knows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import holidays


def holiday_name(country: str | None, region: str | None, day: date) -> str | None:
    """Return the name of the public holiday on this date, in the country's own language; None where it is none.

    A region that the library does not know has its country's holidays, a country that it does not know has none.
    """
    return None if country is None else _calendar(country, region).get(day)


def _calendar(country: str, region: str | None) -> Mapping[date, str]:
    key = (country, region)
    if key not in _CALENDARS:
        _CALENDARS[key] = _made(country, region)
    return _CALENDARS[key]


def _made(country: str, region: str | None) -> Mapping[date, str]:
    try:
        # Without a language the library takes that of the machine; a name shall not depend on where it is asked.
        language = holidays.country_holidays(country, subdiv=region).default_language
        return holidays.country_holidays(country, subdiv=region, language=language)
    except NotImplementedError:  # unknown to the library
        return _made(country, None) if region is not None else {}


_CALENDARS: dict[tuple[str, str | None], Mapping[date, str]] = {}
