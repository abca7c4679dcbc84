"""``export --template`` and ``export story --draft``: the two extras, the second with a real model that runs here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.command import Tapeout

TEMPLATE = """\
# {{ title }}

{{ parts.status }}

{% for sentence in summary %}
{{ loop.index }}. {{ sentence.text }}{{ sentence.sources[0].mark }}
{% endfor %}

{{ parts.sources }}
"""
MODEL = '''\
"""A small extractive model: it copies two numbered sentences that it was given and makes a third one up."""
import re
import llm


@llm.hookimpl
def register_models(register):
    register(Copyist())


class Copyist(llm.Model):
    model_id = "copyist"

    def execute(self, prompt, stream, response, conversation):
        given = re.findall(r"^\\[(\\d+)\\] (.{20,300}?[.])(?: |$)", prompt.prompt, re.MULTILINE)
        for number, text in given[:2]:
            yield f"{text} [{number}] "
        yield "Globex bought everything for $99 trillion [1]."
'''


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Tapeout:
    tapeout = Tapeout(tmp_path_factory.mktemp("samples"))
    assert tapeout.json("demo")["stories"] >= 4
    return tapeout


@pytest.fixture(scope="module")
def story(samples: Tapeout) -> str:
    return str(samples.json("stories")[0]["id"])


@pytest.fixture
def plugin(tmp_path: Path) -> dict[str, str]:
    """A folder that holds a plugin of ``llm`` as installed, as environment variables."""
    home = tmp_path / "plugin"
    info = home / "llm_copyist-1.0.dist-info"
    info.mkdir(parents=True)
    (home / "llm_copyist.py").write_text(MODEL)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: llm-copyist\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[llm]\ncopyist = llm_copyist\n")
    return {"PYTHONPATH": str(home), "LLM_USER_PATH": str(tmp_path / "llm")}


def page_of(vault: Path) -> str:
    (path,) = vault.iterdir()
    return path.read_text("utf-8")


def test_a_template_lays_out_a_briefing_and_writes_it_once(samples: Tapeout, story: str, tmp_path: Path) -> None:
    pytest.importorskip("jinja2", reason="the extra [templates] is not installed")
    template, vault = tmp_path / "own.j2", tmp_path / "vault"
    template.write_text(TEMPLATE)
    arguments = ("export", "story", story, "--to", str(vault), "--template", str(template))
    assert samples.json(*arguments)["written"]
    text = page_of(vault)
    assert re.search(r"^1\. .+\[\^[0-9a-f]{6}\]$", text, re.MULTILINE)
    assert "## Timeline" not in text
    again = samples.json(*arguments)
    assert (again["written"], len(again["unchanged"]), again["kept"]) == ([], 1, [])
    assert samples.json("export", "story", story, "--to", str(vault))["kept"] == []
    assert "## Timeline" in page_of(vault)


@pytest.mark.parametrize(
    ("verb", "template", "shown"),
    [
        (("article", "--query", "cerebras"), "{{ title }}, {{ names[companies[0].id] }}: {{ parts.text }}", "Cerebras"),
        (("timeline", "--company", "cerebras"), "{% for e in events %}- {{ e.date|dated }}\n{% endfor %}", "- "),
        (("figures", "--company", "cerebras"), "{{ rows[0].values[0].value|amount(rows[0].unit) }}", "$"),
        (("notes",), "{{ title }}: {{ parts.note }}", "mine, and nobody else's"),
    ],
)
def test_every_kind_of_page_can_be_laid_out(
    samples: Tapeout, tmp_path: Path, verb: tuple[str, ...], template: str, shown: str
) -> None:
    pytest.importorskip("jinja2", reason="the extra [templates] is not installed")
    assert samples("note", "add", "cerebras", "--text", "mine, and nobody else's").code == 0
    (tmp_path / "own.j2").write_text(template)
    printed = samples("export", *verb, "--to", "-", "--template", str(tmp_path / "own.j2"))
    assert (printed.code, printed.err) == (0, "")
    assert shown in printed.out


def test_what_is_wrong_with_a_template_is_said(samples: Tapeout, story: str, tmp_path: Path) -> None:
    pytest.importorskip("jinja2", reason="the extra [templates] is not installed")
    template = tmp_path / "own.j2"
    template.write_text("fine\n{{ nowhere }}\n")
    failed = samples("export", "story", story, "--to", str(tmp_path / "vault"), "--template", str(template))
    assert (failed.code, failed.out) == (2, "")
    assert "own.j2, line 2: 'nowhere' is undefined" in failed.err
    assert not list((tmp_path / "vault").glob("*"))
    table = ("export", "figures", "--story", story, "--format", "csv", "--to", "-", "--template", str(template))
    refused = samples(*table)
    assert (refused.code, refused.err.strip()) == (2, "tapeout: --template lays out Markdown, not csv")


def test_a_model_drafts_prose_and_keeps_only_what_is_borne_out(
    samples: Tapeout, story: str, tmp_path: Path, plugin: dict[str, str]
) -> None:
    pytest.importorskip("llm", reason="the extra [llm] is not installed")
    vault = tmp_path / "vault"
    done = samples("export", "story", story, "--to", str(vault), "--draft", "copyist", **plugin)
    assert done.code == 0, done.err
    assert "2 drafted sentences kept, 1 dropped" in done.err
    text = page_of(vault)
    draft = text[text.index("## Draft") : text.index("<!-- tapeout:end draft -->")]
    assert "*Drafted by copyist; each sentence was held against the ones it cites. 1 more had no such support" in draft
    marks = re.findall(r"\[\^([0-9a-f]{6})\]", draft)
    assert len(marks) >= 2
    assert all(f"\n[^{mark}]: " in text for mark in marks)
    assert "Globex" not in text
    assert text.index("## Draft") < text.index("## Summary")
    plain = samples("export", "story", story, "--to", str(vault))
    assert (plain.code, "## Draft" in page_of(vault)) == (0, False)


def test_a_model_that_fails_or_is_unknown_is_named_and_nothing_is_written(
    samples: Tapeout, story: str, tmp_path: Path, plugin: dict[str, str]
) -> None:
    pytest.importorskip("llm", reason="the extra [llm] is not installed")
    failed = samples("export", "story", story, "--to", str(tmp_path / "vault"), "--draft", "no-such", **plugin)
    assert failed.code == 1
    assert "model no-such: " in failed.err
    assert not list((tmp_path / "vault").glob("*"))


@pytest.mark.parametrize(
    ("option", "library", "extra"), [("--template", "jinja2", "templates"), ("--draft", "llm", "llm")]
)
def test_a_missing_extra_is_named(
    samples: Tapeout, story: str, tmp_path: Path, option: str, library: str, extra: str
) -> None:
    hidden = f"import sys; sys.modules[{library!r}] = None\n"
    (tmp_path / "sitecustomize.py").write_text(hidden)
    (tmp_path / "own.j2").write_text("x")
    value = str(tmp_path / "own.j2") if option == "--template" else "any"
    told = samples("export", "story", story, "--to", "-", option, value, PYTHONPATH=str(tmp_path))
    assert (told.code, told.out) == (2, "")
    assert f"need an extra: pip install 'tapeout[{extra}]'" in told.err
