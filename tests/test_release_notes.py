"""What changed, as Markdown: told to people, and inert whatever stands in a package."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mkdeck.deck.inert import finish_inert, write_code, write_inert
from mkdeck.deck.release_notes import write_markdown
from mkdeck.deck.seen import mark_formulas, visible_text
from mkdeck.model import Change, Note

LIVE = re.compile(r"@\w|#\d|GH-\d|://|www\.|mailto:|xmpp:|:\w+:", re.IGNORECASE)
"""What GitHub makes something of in text that is rendered: people, issues, addresses, emoji."""
HASH = re.compile(r"\b[0-9a-f]{7,40}\b", re.IGNORECASE)
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def note(question: str, answer: str = "<p>One.</p>", *, deck: str = "D", section: str = "", key: str = "x/a") -> Note:
    return Note(1, key, key, key, "", (question, answer, "", section, "", key), (), deck, 1)


def tell(*changes: Change, with_reasons: bool = False) -> list[str]:
    """Return the lines below the count and the deck's heading."""
    return write_markdown(changes, with_reasons)[4:]


def edit(before: str, after: str) -> list[str]:
    return tell(Change("edited", note("What?", before), note("What?", after)))[1:]


# --- what is told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param("<p>a b</p>", "<p>a c</p>", ["a ~~b~~ **c**"], id="words"),
        pytest.param(
            "<p>1 2 3 4 5 a 5 4 3 2 1</p>",
            "<p>1 2 3 4 5 b 5 4 3 2 1</p>",
            ["… 2 3 4 5 ~~a~~ **b** 5 4 3 2 …"],
            id="an excerpt, which begins and ends within a text",
        ),
        pytest.param(
            '<p>It is: <img alt="A tree" src="old.png"></p>',
            '<p>It is: <img alt="A tree" src="new.png"></p>',
            ["changed picture: A tree"],
            id="another picture of the same text",
        ),
        pytest.param(
            '<p><img alt="" src="old.png"></p>',
            '<p><img src="new.png"></p>',
            ["changed picture: picture"],
            id="no text",
        ),
        pytest.param(
            "<p>It is:</p>",
            '<p>It is:</p><p><img alt="A tree" src="new.png"></p>',
            [r"It is: **\[A tree\]**"],
            id="a picture that is new",
        ),
        pytest.param(
            "<p>One.</p>", "<p><b>One.</b></p>", ["the answer looks different, its words are the same"], id="look"
        ),
        pytest.param(r"<p>\(a\)</p>", r"<p>\(a + b\)</p>", ["~~$`a`$~~ **$`a + b`$**"], id="a formula, as a whole"),
        pytest.param("<p>$5</p>", r"<p>\[x_1\]</p>", [r"~~\$5~~ **$`x_1`$**"], id="money, and a formula on its own"),
    ],
)
def test_a_change_is_told_in_words(before: str, after: str, told: list[str]) -> None:
    assert edit(before, after) == [f"  - {line}" for line in told]


OPTIONS = '<div class="context"><ul>\n<li>stone</li>\n<li><b>oak</b> @home</li>\n</ul></div>'


def test_the_options_of_a_new_question_are_a_list() -> None:
    assert tell(Change("added", None, note(f"Which one is a tree?{OPTIONS}"))) == [
        "- **Added:** Which one is a tree?",
        "  - stone",
        "  - oak `@home`",
    ]


def test_options_that_changed_are_told_apart_from_the_question() -> None:
    old, new = note(f"Which is a tree?{OPTIONS}"), note(f"Which is a tree?{OPTIONS.replace('stone', 'ore')}")
    assert tell(Change("reworded", old, new)) == [
        "- **Reworded:** Which is a tree?",
        "  - options: ~~stone~~ **ore** oak `@home`",
    ]
    assert tell(Change("reworded", old, note(f"Which one is it?{OPTIONS}")))[1:] == ["  - was: Which is a tree?"]


def test_code_below_a_question_is_part_of_its_line() -> None:
    code = '<div class="context"><pre>a = b\nc</pre></div>'
    assert tell(Change("added", None, note(f"What is a?{code}"))) == ["- **Added:** What is a? a = b c"]


def test_a_question_that_moved_has_not_its_section_told_again_as_a_tag() -> None:
    old = replace(note("What?", deck="D::Codes", section="Codes"), tags=("web", "codes"))
    new = replace(note("What?", deck="D::Status", section="Status"), tags=("web", "status"))
    assert tell(Change("moved", old, new)) == ["- **Moved:** What?", "  - was in D::Codes"]
    assert tell(Change("moved", old, replace(new, tags=("status", "new"))))[2:] == ["  - tags: ~~web~~ **new**"]


def test_a_question_whose_section_is_a_tag_alone_moved_as_well() -> None:
    old = replace(note("What?", section="Codes"), tags=("codes",))
    new = replace(note("What?", section="Status"), tags=("status",))
    assert tell(Change("moved", old, new)) == ["- **Moved:** What?", "  - was in D::Codes"]


def test_an_edit_of_tags_alone_says_so() -> None:
    old = note("What?")
    assert tell(Change("edited", old, replace(old, tags=("new",)))) == ["- **Edited:** What?", "  - tags: **new**"]


def test_doubts_are_told_with_the_line_that_joins_to_who_asks_for_reasons() -> None:
    changes = Change("added", None, note("A lock?", key="x/lock"), "nearly", note("What is `it`?"))
    assert tell(changes) == ["- **Added:** A lock?"]
    assert tell(changes, with_reasons=True)[1:] == [
        r"  - or is it: What is \`it\`? (nearly)",
        "  - if so, write `<!-- id: a -->` below it, so that learners keep their history",
    ]
    known = Change("reworded", note("A?"), note("B?"), "same answer")
    assert tell(known, with_reasons=True)[2] == "  - known by: same answer"


# --- inert


HOSTILE = [
    "@octocat and @github/team, mail a_b@example.org",
    "#1 GH-12 someone/thing#3 someone@0123456789abcdef0123456789abcdef01234567 deadbee1",
    "https://evil.example (http://evil.example/?a=b) www.evil.example mailto:a ftp://x xmpp:b",
    "[shown](https://evil.example) ![pic](x.png) <https://evil.example> [a]: x [^1] [b][c]",
    "<img src=x onerror=alert(1)> <!-- hidden --> <details> &#64;octocat &lt;b&gt; <b",
    ":rocket: :octocat: a:b:c ::: std::vec::Vec",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "9) item",
    "=====",
    "> quote",
    "> [!NOTE] x",
    "| a | b |",
    "---",
    "    code",
    "`code` ``two`` ``` \\` *a* **b** __c__ ~~d~~ $x$ $$y$$ \\(z\\) [x] [ ]",
    '`@a` ``@b`` (`@c`) "@d" @e`f @`',
    "a\\@octocat \\#1",
]


def leftovers(markdown: str) -> list[str]:
    """Return what a renderer would make of a line beside text, code and struck or strong words."""
    inert = {"text", "code_inline", "softbreak", "text_special"}
    found = [t.type for t in PARSER.parse(markdown) if t.type not in ("paragraph_open", "inline", "paragraph_close")]
    for token in PARSER.parse(markdown):
        children = [child for child in token.children or () if child.type not in inert]
        found += [child.type for child in children]
        text = "".join(c.content if c.type != "code_inline" else "\0" for c in token.children or ())
        found += LIVE.findall(text)
        found += [each for each in HASH.findall(text) if re.search(r"\d", each) and re.search(r"[a-f]", each)]
    return found


def shown(markdown: str) -> str:
    return "".join(child.content for token in PARSER.parse(markdown) for child in token.children or ())


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_anybody_is_shown_and_does_nothing(text: str) -> None:
    assert leftovers(write_inert(text)) == []
    assert shown(write_inert(text)).split() == text.split()


@given(st.text("@#:/.a1 `*_[]()<>!&;\\~|$-+=wGH\u200b\u0301", max_size=30))
def test_no_text_is_anything_but_text(text: str) -> None:
    line = " ".join(text.split())
    assert leftovers(f"**x:** {write_inert(line)}") in ([], ["strong_open", "strong_close"])
    assert leftovers(write_inert(line)) == []


@pytest.mark.parametrize("text", ["a", "`", "``a`", "a ` b", " ", "<!-- id: a` -->"])
def test_code_is_code_whatever_stands_in_it(text: str) -> None:
    (token,) = [
        child
        for each in PARSER.parse(f"x {write_code(text)} y")
        for child in each.children or ()
        if child.type != "text"
    ]
    assert (token.type, token.content.strip()) == ("code_inline", text.strip())


@pytest.mark.parametrize(("text", "code"), [("a", "`a`"), ("`a", "`` `a ``"), ("a`", "`` a` ``"), ("", "")])
def test_code_has_no_more_signs_than_it_needs(text: str, code: str) -> None:
    assert write_code(text) == code


@pytest.mark.parametrize(
    "source",
    [
        r"\href{https://evil.example}{x}",
        "`x`",
        "@octocat",
        "x#1",
        r"\unicode{x}",
        r"\includegraphics{x}",
        "$",
        "<b>",
        r"\def\a{}",
    ],
)
def test_a_formula_that_may_do_more_than_show_is_code(source: str) -> None:
    written = write_inert(mark_formulas(rf"\({source}\)"))
    assert not written.startswith("$`")
    assert leftovers(written) == []


@pytest.mark.parametrize(
    "html", [r"<code>\(a\)</code>", r"<pre>\[a\]</pre>", r"\(a", r"a\)", r"\(a\]", r"\(<b>a</b>\)", r"\(a<br>\)"]
)
def test_what_is_no_formula_on_a_card_is_none_in_notes(html: str) -> None:
    assert mark_formulas(html) == html


@pytest.mark.parametrize(
    ("html", "written"),
    [
        (r"\(a\)", "$`a`$"),
        (r"\(a\)\[b\] c \(d\) e", "$`a`$$`b`$ c $`d`$ e"),
        (r"<pre><code>\(a\)</code>\(b\)</pre> \(c\)", r"\\(a\\)\\(b\\) $`c`$"),
        (r"x\(\(a\)", r"x\\($`a`$"),
        (r"\(a\] b\)", r"$`a\] b`$"),
    ],
)
def test_formulas_are_found_wherever_a_card_has_them(html: str, written: str) -> None:
    assert finish_inert(write_inert(visible_text(mark_formulas(html)))) == written


def test_signs_between_which_formulas_stand_cannot_be_forged() -> None:
    assert "$`" not in write_inert(visible_text(mark_formulas("&#xD800;x&#55297; &#xD802;")))
