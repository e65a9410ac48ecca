"""An evaluation: questions with known answers, asked of the real engine and graded.

`python -m tests.answers --help` says how to run it; only the grader's own tests run in pytest.
"""
