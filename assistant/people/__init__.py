"""Who works at the desk and what each may do. Every function that changes something asks here first."""

from assistant.people.accounts import Accounts, SignedIn
from assistant.people.roles import LOCAL, Person, Role, require
from assistant.people.sessions import Sessions

__all__ = ["LOCAL", "Accounts", "Person", "Role", "Sessions", "SignedIn", "require"]
