"""Helpers of the tests: what more than one test module needs."""
