"""Which formulas reach a card: those that only show something."""

from typing import TYPE_CHECKING

import pytest
from reviewer import find_reviewer, open_reviewer

from mkdeck.article.html import math_table as table
from mkdeck.article.html.math import clean_math

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FINE = r"""
a^2 + b^2 = c^2
O(n \log n)
\frac{a}{b} \le \sqrt[3]{x} \neq \binom{n}{k}
\sum_{i=1}^{n} x_i \cdot \prod_{j} y_j \to \infty
\mathbb{R}^n \subseteq \mathcal{C}, \forall x \in A: \exists y
\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}
\begin{array}{l|cr} a & b & c \\ \hline d & e & f \end{array}
\begin{cases} x & \text{if } x > 0 \\ -x & \text{otherwise} \end{cases}
\begin{aligned} f(x) &= x^2 \\[2pt] &\quad + 2x \end{aligned}
\left( \frac{1}{2} \right) \bigl[ x \bigr] \left\lVert v \right\rVert_2
\hat{y} = \arg\max_{\theta} \operatorname*{softmax}(W x + b)
P(A \mid B) = \frac{P(B \mid A)\, P(A)}{P(B)} \approx 50\%
\underbrace{a + \dots + a}_{n \text{ times}} \xrightarrow{f} \overline{z}
\int_0^1 \!\! f(x)\,\mathrm{d}x \quad \text{and} \qquad \nabla \times \vec{E}
\color{red}{x} + \textcolor{blue}{y} + \colorbox{yellow}{$z$} + \color[RGB]{1,2,3} w
\href{https://example.org/proof?a=b}{\pi}
x \hspace{1em} y \kern-0.2em z \mkern2mu \rule{1em}{0.1em} \raise2pt{x}
\ce{2H2 + O2 -> 2H2O} \bra{\psi} \ket{\phi} \boxed{E = mc^2} \tag{1}
\large x \notag \\ [a, b] \# \_ \& \{ \} \| \; \: \, \>
ﬁ ≤ α × ∞ 中文
""".strip().splitlines()

REFUSED = {
    r"\href{javascript:x}{y}": r"'\href'",
    r"\href{https://example.org}{x} \href{HTTP:x}{y}": r"'\href'",
    r"\def\x{y}": r"'\def'",
    r"\frac{1}{\require{html}2}": r"'\require'",
    r"\unknown x": r"'\unknown'",
    r"\begin{html}x\end{html}": r"'\begin'",
    r"\begin {matrix%}x\end{matrix}": r"'\begin'",
    r"\begin{array}{*{9999}{c}}x\end{array}": r"'\begin'",
    r"\color{red;x:y}z": r"'\color'",
    r"\kern x": r"'\kern'",
    r"\kern 1000em": r"'\kern'",
    r"\rule{1em}": r"'\rule'",
    r"a \\[1000em] b": r"'\\'",
    "a \\": "'\\'",
    r"a \(b\)": r"'\('",
    "\\\u200bx": "'\\\u200b'",
    "＼ｄｅｆ": r"'\def'",
    r"\kern 41em": "more than 40em of space",
    r"\kern 30em \kern 11em": "more than 40em of space",
    r"\quad" * 41: "more than 40em of space",
    r"\kern-3.1em": "more than 3em backwards, up or down",
    r"\raise2em{\lower2em{x}}": "more than 3em backwards, up or down",
    r"\!" * 11: "more than 3em backwards, up or down",
    r"\Huge{\Huge{\Huge x}}": "more than 2 commands for larger letters",
    "{" * 31 + "}" * 31: "more than 30 braces within each other",
    r"\left(" * 31: "more than 30 braces within each other",
    "x" * 5001: "more than 5,000 characters",
}


@pytest.mark.parametrize("source", FINE)
def test_a_formula_that_only_shows_something_is_left_as_it_is(source: str) -> None:
    assert clean_math(source) == (source, "")


@pytest.mark.parametrize(("source", "wrong"), REFUSED.items())
def test_a_formula_that_does_more_is_refused_and_told_why(source: str, wrong: str) -> None:
    assert clean_math(source) == (source, wrong)


@pytest.mark.parametrize(
    "source",
    [r"\kern 40em", r"\kern-3em", r"\Huge{\Huge x}", "{" * 30 + "}" * 30, "x" * 5000, r"\!" * 9],
    ids=["space", "backwards", "larger", "braces", "length", "small spaces"],
)
def test_a_formula_up_to_the_bounds_is_fine(source: str) -> None:
    assert clean_math(source) == (source, "")


def test_a_label_is_left_out_and_nothing_that_its_absence_makes_is_let_through() -> None:
    assert clean_math(r"\label{eq:1} x = y") == ("x = y", "")
    assert clean_math(r"\lab\label{a}el{qa} x") == (r"\label{qa} x", r"'\label'")
    assert clean_math(r"\label{a\label{b}c} x")[1] == r"'\label'"


KNOWN = """() => {
  const names = []
  for (const kind of ['macro', 'delimiter', 'environment']) {
    for (const {item} of MathJax.startup.document.inputJax[0].parseOptions.handlers.get(kind)._configuration) {
      names.push(...(item.map ? [...item.map.keys()] : []))
    }
  }
  return names
}"""


def test_ankis_mathjax_knows_every_command_of_the_table(browser: "Browser") -> None:
    if not find_reviewer():
        pytest.skip("needs the package aqt, for Anki's MathJax")
    with open_reviewer(browser, {}) as reviewer:
        known = {name.removeprefix("\\") for name in reviewer.ask_mathjax(KNOWN)}
    commands = table.SYMBOLS | table.LAYOUT | table.GROWING | table.SHRINKING | table.NEGATIVE | set(table.DIMENSIONS)
    assert commands | table.ENVIRONMENTS <= known | {"bond", "of"}  # parts of \ce and \root


def test_no_command_that_could_do_more_is_in_the_table() -> None:
    dangerous = """above bbox begin class color csname cssId data def definecolor DeclareMathOperator enclose genfrac href
        label let llap mathchoice mmlToken moveleft newcommand newenvironment pmb ref renewcommand require rlap Rule
        smash skew Space style texttip toggle unicode verb""".split()
    assert (table.SYMBOLS | table.LAYOUT).isdisjoint(dangerous)
