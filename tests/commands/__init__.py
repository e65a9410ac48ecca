"""Tests of the commands of %assistant."""
