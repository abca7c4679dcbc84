"""The exception tree. Each class knows the exit code that the command line gives it.

::

    TapeoutError
    ├── UsageError       2   the command line names something that is not there, or is ambiguous
    ├── ConfigError      2   a configuration file is wrong: file, line, key and the nearest valid name
    ├── NotFound         1   one named thing was not found
    ├── PartialFailure   1   done in part
    ├── FeedError        1   one feed could not be had or read: a value in a sync, an error elsewhere
    ├── AccountError     1   a sync server could not be asked: a value in a sync, an error elsewhere
    │   └── LoginRefused 2
    └── StoreError       3   the store cannot be used, with what to do about it
        ├── StoreDamaged
        ├── StoreTooNew
        ├── StoreNotOurs
        ├── StoreReadOnly
        ├── StoreFull
        └── StoreBusy

Whatever is not a TapeoutError is a bug of ours and stays loud.
"""

from __future__ import annotations


class TapeoutError(Exception):
    """Something outside the program is wrong and a person can mend it; the message says what and how."""

    exit_code = 1


class UsageError(TapeoutError):
    exit_code = 2


class ConfigError(TapeoutError):
    exit_code = 2


class NotFound(TapeoutError):
    exit_code = 1


class PartialFailure(TapeoutError):
    exit_code = 1


class FeedError(TapeoutError):
    """A feed could not be fetched or read; the message is one line, cleaned, and names the cause."""

    exit_code = 1


class AccountError(TapeoutError):
    """A sync server could not be asked or answered nonsense; the message never holds what is secret.

    ``wait`` is how many seconds the server asked to be left alone.
    """

    exit_code = 1

    def __init__(self, message: str, wait: int | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class LoginRefused(AccountError):
    """The server does not take user and password."""

    exit_code = 2


class StoreError(TapeoutError):
    exit_code = 3


class StoreDamaged(StoreError):
    pass


class StoreTooNew(StoreError):
    pass


class StoreNotOurs(StoreError):
    pass


class StoreReadOnly(StoreError):
    pass


class StoreFull(StoreError):
    pass


class StoreBusy(StoreError):
    pass
