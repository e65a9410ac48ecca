"""Documents that are attached to questions: searched, cited, and left to code where refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

import assist_magic
from assist_magic.config import Settings
from assist_magic.errors import RunFailed
from assist_magic.reply import Citation
from assist_magic.session import session
from assist_magic.view.outputs import outputs
from tests.conftest import Door, run_cell
from tests.engine.search import documents
from tests.proxy import Fault, Proxy

QUESTION = "What does the paper say about seals?"


@pytest.fixture
def paper(front: Path) -> Path:
    (front / "paper.pdf").write_bytes(documents.pdf())
    return front / "paper.pdf"


@pytest.mark.parametrize("poll", [False, True])
def test_a_paper_is_searched_and_cited(paper: Path, door: Door, poll: bool) -> None:
    reply = door(QUESTION, files=["paper.pdf"], poll=poll)

    (step,) = reply.steps
    assert (step.kind, step.status) == ("file_search", "completed")
    assert (step.input, step.logs) == ("number of seals", "paper.pdf: 1 passage")
    (cited,) = reply.citations
    assert (cited.name, cited.marker) == ("paper.pdf", "【0:0†paper.pdf】")
    assert documents.FACT in " ".join(cited.quote.split())
    assert cited.file_id.startswith("file-")

    answer, sources = outputs(reply)[1:]
    assert answer.data == {
        "text/markdown": "Forty-one seals <sup>[1]</sup>. Sure <sup>[1]</sup>",
        "text/plain": "Forty-one seals [1]. Sure [1]",
    }
    assert sources.data["text/plain"].startswith("[1] paper.pdf: “Harbour report The lighthouse")
    assert "【" not in str([each.data for each in outputs(reply)])


def test_documents_stay_searchable_in_their_thread(paper: Path, door: Door) -> None:
    (paper.parent / "notes.md").write_text("# Notes\n\nNine whales were seen off the cape.\n")
    first = door(QUESTION, files=["paper.pdf"])
    later = door("What do the notes add?", files=["notes.md"])
    by_id = door(QUESTION, thread=first.thread_id)

    assert [(each.name, each.quote.count("Nine whales")) for each in later.citations] == [
        ("notes.md", 1)
    ]
    assert [each.kind for each in by_id.steps] == ["file_search"]


def test_an_uploaded_paper_is_searched_in_later_questions(
    paper: Path, shell: InteractiveShell, door: Door
) -> None:
    (paper.parent / "notes.md").write_text("# Notes\n\nNine whales were seen off the cape.\n")
    (paper.parent / "broken.docx").write_bytes(b"no document")
    with capture_output() as caught:
        run_cell(shell, "%assistant upload paper.pdf")
    assert "Documents among them can be searched." in caught.stdout
    assert [each.name for each in door(QUESTION).citations] == ["paper.pdf"]
    with capture_output() as caught:
        run_cell(shell, "%assistant upload notes.md broken.docx")
    assert "broken.docx cannot be searched: " in caught.stdout
    assert "notes.md" in door("What do the notes add?").steps[0].logs
    assert "paper.pdf" in door(QUESTION).steps[0].logs
    assert "broken.docx" in door("list the files").text
    (paper.parent / "more.csv").write_text("x\n1\n")
    run_cell(shell, "%assistant upload more.csv")
    assert "paper.pdf" in door(QUESTION).steps[0].logs


def test_a_document_joins_those_of_earlier_questions(
    paper: Path, shell: InteractiveShell, door: Door
) -> None:
    (paper.parent / "notes.md").write_text("# Notes\n\nNine whales were seen off the cape.\n")
    first = door(QUESTION, files=["paper.pdf"])
    run_cell(shell, "%assistant upload notes.md")
    later = door("What do the notes add?")
    assert later.thread_id == first.thread_id
    assert "notes.md" in later.steps[0].logs
    assert "paper.pdf" in door(QUESTION).steps[0].logs


def test_a_server_without_vector_stores_keeps_the_document_for_code(
    paper: Path, proxy: Proxy, shell: InteractiveShell
) -> None:
    proxy.faults.append(Fault("POST /v1/vector_stores", status=404, message="No such path."))
    with capture_output() as caught:
        run_cell(shell, "%assistant upload paper.pdf")
    assert "They cannot be searched here, but code can read them: " in caught.stdout
    assert "paper.pdf" in assist_magic.ask("list the files").text


def test_an_assistant_of_the_server_searches_too(paper: Path, front_model: str) -> None:
    wire = session.backend(Settings.from_environment()).wire
    made = wire.post("/assistants", {"model": front_model, "name": "Plain one"})
    reply = assist_magic.ask(QUESTION, files="paper.pdf", assistant=made["id"])

    assert [each.name for each in reply.citations] == ["paper.pdf"]


def test_only_documents_ask_for_file_search(paper: Path, proxy: Proxy) -> None:
    (paper.parent / "sales.csv").write_text("month,n\nMay,3\n")
    assist_magic.ask("look at sales", files="sales.csv")
    assist_magic.ask(QUESTION, files="paper.pdf", instructions="Be brief.")
    plain, searched = [body for body in proxy.bodies if body and "assistant_id" in body]

    assert "tools" not in plain
    assert searched["tools"] == [{"type": "code_interpreter"}, {"type": "file_search"}]
    assert searched["additional_instructions"].endswith("Be brief.")
    (attached,) = searched["additional_messages"][0]["attachments"]
    assert attached["tools"] == searched["tools"]


def test_a_server_without_file_search_is_asked_without(paper: Path, proxy: Proxy) -> None:
    proxy.faults.append(Fault("POST /v1/threads/runs", status=400, message="No file_search."))
    reply = assist_magic.ask("list the files", files="paper.pdf")

    assert "paper.pdf" in reply.text
    (note,) = reply.notes
    assert note.startswith("The server will not search the documents of this thread (")
    assert "tools" not in proxy.bodies[-1] or proxy.bodies[-1]["tools"] is None


def test_what_is_refused_for_other_reasons_stays_refused(paper: Path, proxy: Proxy) -> None:
    proxy.faults.append(Fault("POST /v1/threads/runs", status=400, message="Not today.", times=2))
    with pytest.raises(RunFailed, match="Not today"):
        assist_magic.ask("hello", files="paper.pdf")


def test_the_terminal_prints_footnotes(
    paper: Path, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_MODE", "terminal")
    with capture_output() as caught:
        run_cell(shell, f"%%assistant -f paper.pdf\n{QUESTION}\n")

    assert "  > number of seals\n  paper.pdf: 1 passage\n" in caught.stdout
    assert "Forty-one seals [1]. Sure [1]\n\n[1] paper.pdf: “Harbour report" in caught.stdout
    assert "【" not in caught.stdout


def test_an_answer_is_shown_again_with_its_footnotes(
    paper: Path, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assist_magic.ask(QUESTION, files="paper.pdf", quiet=True)
    monkeypatch.setenv("ASSIST_MAGIC_MODE", "terminal")
    with capture_output() as shown:
        run_cell(shell, "%assistant show")
    with capture_output() as history:
        run_cell(shell, "%assistant history")

    assert "[1] paper.pdf: “Harbour report" in shown.stdout
    assert "【" not in shown.stdout + history.stdout


def test_a_citation_is_public() -> None:
    assert assist_magic.Citation is Citation
