"""Every error the product raises on purpose.

    AssistantError
    ├── InputError              what the caller gave cannot be used (exit status 2)
    │   ├── WorkspaceError      no workspace here, or it is not readable
    │   ├── SettingsError       a setting is wrong; names the key and the file
    │   ├── ConfigError         brand.yaml, groups.yaml, campaigns.yaml ...: names file, entry and field
    │   ├── PromptError         a prompt file is wrong; names the file and the variable
    │   └── ReadError           a knowledge file cannot be taken in; ``reason`` is one clause
    ├── Refused                 the request is understood and the answer is no (exit status 1)
    ├── StorageError            the database or the index cannot be used; says what to do
    └── ModelError              a language model did not give a usable answer
        ├── ProviderError       the provider failed: status, timeout, cut stream
        ├── InvalidAnswer       the answer does not fit the schema after one repair
        └── BudgetExceeded      the day's model budget is spent

Each carries one sentence an operator can act on; the command line prints that sentence and no traceback.
"""


class AssistantError(Exception):
    """Base of all errors below; ``str(error)`` is the sentence shown to the operator."""


class InputError(AssistantError):
    """What the caller gave cannot be used."""


class WorkspaceError(InputError):
    """There is no workspace where one was expected, or it cannot be read."""


class SettingsError(InputError):
    """A setting is wrong; the message names the key and the file or variable it came from."""


class ConfigError(InputError):
    """A file of the brand's configuration is wrong; the message names file, entry and field."""


class PromptError(InputError):
    """A prompt file is wrong or was given wrong variables."""


class ReadError(InputError):
    """A knowledge file cannot be taken in."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(AssistantError):
    """The request is understood and the answer is no.

    ``reason`` is the sentence for the operator, ``code`` a stable word for programs, ``basis`` the clause, fact or law
    that forbids it.
    """

    def __init__(self, reason: str, *, code: str, basis: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.basis = basis


class StorageError(AssistantError):
    """The database or the index cannot be used."""


class ModelError(AssistantError):
    """A language model did not give a usable answer."""


class ProviderError(ModelError):
    """The provider failed: an HTTP status, a timeout, a cut stream."""


class InvalidAnswer(ModelError):
    """The model's answer does not fit the schema, also after one repair turn."""


class BudgetExceeded(ModelError):
    """The day's model budget is spent."""
