"""Fixtures for tests in a real browser: servers, an assistant, `page`, and `foreign` requests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests import older_ipykernel
from tests.browser.lab import Lab, running_lab
from tests.browser.story import Assistant, running_assistant
from tests.chromium import ARGUMENTS, find

expect.set_options(timeout=20_000)  # machines that run tests are busy


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all browser tests."""
    with running_lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="session")
def notebook_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One server of Notebook 7."""
    with running_lab(tmp_path_factory.mktemp("notebook"), "notebook") as running:
        yield running


@pytest.fixture(params=["lab", "notebook_server"], ids=["lab", "notebook7"])
def front_end(request: pytest.FixtureRequest) -> Lab:
    """Each of the front ends in which people use notebooks."""
    server: Lab = request.getfixturevalue(request.param)
    return server


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant of the whole-way tests."""
    with running_assistant(tmp_path_factory.mktemp("assistant")) as running:
        yield running


@pytest.fixture(params=["python3", older_ipykernel.NAME])
def kernel(request: pytest.FixtureRequest, front_end: Lab) -> str:
    """The kernels on which a stop is tried: the installed ipykernel and the oldest claimed."""
    if request.param == older_ipykernel.NAME:
        older_ipykernel.add_kernelspec(front_end.kernels)
    return str(request.param)


# Playwright's loop lives in the main thread, where asyncio.run of later tests would not work: so
# it ends with this package and not with the session.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    path = find()
    if path is None:
        pytest.fail("No Chromium: run `python -m tests.programs` first.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def foreign() -> list[str]:
    """The addresses outside this machine that the page has tried to fetch."""
    return []


@pytest.fixture
def page(chromium: Browser, foreign: list[str]) -> Iterator[Page]:
    """A fresh page, which reaches nothing but this machine."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900})

    def guard(route: Route) -> None:
        address = route.request.url
        if address.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:")):
            route.continue_()
        else:
            foreign.append(address)
            route.abort()

    context.route("**/*", guard)
    fresh = context.new_page()
    yield fresh
    context.close()
