"""Disclosure control: the gate between the computed figures and a public report, and its independent audit.

No figure is computed, rounded or displayed here.
"""

from reportkit.disclosure.audit import Leak, audit
from reportkit.disclosure.derivation import derive
from reportkit.disclosure.protection import protect

__all__ = ["Leak", "audit", "derive", "protect"]
