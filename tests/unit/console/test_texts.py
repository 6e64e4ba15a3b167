"""The words of the pages."""

import re
from pathlib import Path

import pytest

from ivr.console.rights import Role
from ivr.console.texts import every_text
from ivr.terms import Language

CONSOLE = Path(__file__).parents[3] / "ivr" / "console"
PLACEHOLDER = re.compile(r"\{(\w*)\}")


@pytest.mark.parametrize("key", sorted(every_text()))
def test_every_text_is_there_in_both_languages(key: str) -> None:
    """With the same values put in, and the Chinese one Chinese."""
    both = every_text()[key]

    assert set(both) == {language.value for language in Language}
    assert all(isinstance(text, str) and text.strip() for text in both.values())
    assert set(PLACEHOLDER.findall(both["en"])) == set(PLACEHOLDER.findall(both["zh"]))
    assert re.search(r"[\u4e00-\u9fff]", both["zh"])


def test_every_text_that_a_template_names_is_there() -> None:
    """And every place of the menu."""
    sources = [*CONSOLE.glob("templates/*.html"), CONSOLE / "places.py"]
    named = {
        match
        for file in sources
        for match in re.findall(r"""(?:(?<![\w.])t\(|Place\()["']([\w.]+)["'][,)]""", file.read_text("utf-8"))
    }

    assert len(named) > 40
    assert named - set(every_text()) == set()


def test_every_role_is_explained() -> None:
    """On the first page."""
    assert {f"home.{role}{end}" for role in Role for end in ("", "_does")} <= set(every_text())


def test_no_page_has_words_of_one_language_only() -> None:
    """What stands between tags comes from the texts."""
    for file in CONSOLE.glob("templates/*.html"):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", "", file.read_text("utf-8"), flags=re.DOTALL)
        assert set(re.findall(r"\w+", text)) <= {"English", "中文"}, file.name


def test_no_page_asks_another_site_or_holds_a_script() -> None:
    """The policy would stop it; it is not written in the first place."""
    for file in [*CONSOLE.glob("templates/*.html"), *CONSOLE.glob("static/*")]:
        text = file.read_text("utf-8").replace("http://www.w3.org/", "")
        assert not re.search(r"https?://|//[\w.]+\.\w+/|style=|\son\w+=|<script>|\|\s*safe|@import", text), file.name
