"""What the tests of pages share."""

from tests.helpers.redis_server import redis_of_tests

__all__ = ["redis_of_tests"]
