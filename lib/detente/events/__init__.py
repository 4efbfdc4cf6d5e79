"""Events: coded event tables (GDELT, ICEWS, POLECAT, Phoenix, any CAMEO or PLOVER table) come in; statements and `rejected` go out."""

from detente.events.loading import count_events, load_events, summarise
from detente.events.tables import open_events

__all__ = ["count_events", "load_events", "open_events", "summarise"]
