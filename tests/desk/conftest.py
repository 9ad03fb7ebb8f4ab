"""What the tests of the desk's functions stand on: ``sample``, ``empty``, ``desk(role)``, ``worker``."""

from deskshop import desk, empty, plain_settings, sample, worker

__all__ = ["desk", "empty", "plain_settings", "sample", "worker"]
