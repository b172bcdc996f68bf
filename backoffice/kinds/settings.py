"""The settings of the business as a kind: the one file ``backoffice.yaml``."""

from __future__ import annotations

from backoffice.core.kind import Kind, ListColumn
from backoffice.core.settings import PATH, SETTING, Settings

KIND = Kind(
    record=Settings,
    plural="settings",
    help="The business itself: name, bank details, currency, tax table, numbering, look of documents.",
    paths=(PATH,),
    columns=(
        ListColumn("business", lambda seen: seen.record.business.name),
        ListColumn("currency", lambda seen: seen.record.currency),
        ListColumn("timezone", lambda seen: seen.record.timezone),
    ),
    faults=(SETTING,),
)
