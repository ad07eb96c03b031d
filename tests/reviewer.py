"""Anki's own reviewer in Chromium, and what must hold of every card that it shows."""

import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

_HOST = "http://anki.test"
_PAGE = f"{_HOST}/reviewer"
_WIDTH, _HEIGHT = 800, 600

_BODY = """<div id="_mark" hidden>&#x2605;</div><div id="_flag" hidden>&#x2691;</div><div id="qa" dir="auto"></div>"""
_START = """<script>window.hits = []; window.hit = what => { hits.push(String(what)) }; window.bridgeCommand = () => {};
for (const name of ['alert', 'confirm', 'prompt', 'open', 'pycmd']) window[name] = () => hit(name)</script>"""
"""Told by every script of a vector; and what such a script would most like to reach."""

INSPECT = r"""(root, count) => {
  const wrong = []
  const cards = [...root.querySelectorAll(':scope > .mkdeck')]
  const all = [...root.querySelectorAll('*')].filter(element => element.parentElement !== root || element.localName !== 'style')
  const inMath = element => element.closest('mjx-container') !== null
  const fronts = [...root.querySelectorAll(':scope > .mkdeck.back > .mkdeck.front:first-child')]
  if (cards.length !== count || root.querySelectorAll('.mkdeck').length !== count + fronts.length) wrong.push('the template is not whole')
  if ([...root.children].some(child => !child.matches('.mkdeck, style'))) wrong.push('something stands beside the card')
  const parts = cards[0].classList.contains('back') ? ['.question', '.answer'] : ['.question']
  for (const part of parts) if (root.querySelectorAll(`:scope > .mkdeck > ${part}, :scope > .mkdeck > .mkdeck.front > ${part}`).length !== count) wrong.push(`not one ${part} each`)
  for (const element of all) {
    const name = element.localName
    const say = what => wrong.push(`${what}: ${element.outerHTML.slice(0, 160)}`)
    if (/^(script|style|link|meta|base|title|iframe|object|embed|applet|svg|form|input|button|select|textarea|option|video|audio|source|track|template|slot|noscript|dialog|menu|frame|portal)$/.test(name)) say('an element that no card has')
    if (name === 'img' && !element.getAttribute('src').match(/^[\w.-]+$|^data:image\/[a-z+]+;base64,/)) say('a picture from elsewhere')
    for (const {name: key, value} of element.attributes) {
      if (key.startsWith('on')) say('a handler')
      if (['src', 'srcset', 'action', 'formaction', 'data', 'poster', 'background', 'ping', 'cite', 'manifest', 'codebase'].includes(key) && name !== 'img') say('something to load')
      if ((key === 'href' || key.endsWith(':href')) && !/^(https?|mailto):$/.test(URL.parse(value)?.protocol)) say('a link that is none')
      if (['id', 'name', 'for', 'tabindex', 'autofocus', 'contenteditable', 'accesskey', 'is', 'slot', 'part', 'popover', 'usemap', 'form', 'target'].includes(key) && !(inMath(element) && key === 'tabindex') && !(key === 'target' && root.ownerDocument.defaultView.parent !== root.ownerDocument.defaultView)) {
        if (key === 'tabindex' && value === '0' && element.matches('pre, table')) continue
        if (key === 'id' && value === 'answer' && element.matches('.mkdeck.back > :is(.front, .question) + hr')) continue
        if (key === 'id' && inMath(element) && value.startsWith('mjx-eqn:')) continue
        say(`an attribute ${key}`)
      }
      if (key === 'style' && !inMath(element) && !/^text-align: ?(left|right|center);?$/.test(value)) say('a style')
      if (key === 'class' && !inMath(element) && /nightMode|card|_flag|_mark|replay|mkdeck|front|back/.test(value) && ![...cards, ...fronts].includes(element)) say('a class of others')
    }
    const style = getComputedStyle(element)
    if (!inMath(element) && style.position !== 'static') say(`a position ${style.position}`)
    if (style.position === 'fixed') say('fixed')
    if (parseFloat(style.fontSize) > 200) say('letters that cover the card')
    if (/url\(/.test(style.backgroundImage + style.content + style.cursor + style.listStyleImage)) say('an address in a style')
  }
  const clips = (element, card) => {
    for (let e = element.parentElement; e !== card.parentElement; e = e.parentElement) if (getComputedStyle(e).overflowX !== 'visible') return true
    return false
  }
  for (const card of cards) {
    const box = card.getBoundingClientRect()
    for (const element of card.querySelectorAll('*')) {
      if (element.closest('mjx-assistive-mml')) continue
      const {left, right, top, bottom, width} = element.getBoundingClientRect()
      const isOutside = left < box.left - 1 || right > box.right + 1 || top < box.top - 40 || bottom > box.bottom + 40
      if (width && isOutside && !clips(element, card)) wrong.push(`outside the card: ${element.outerHTML.slice(0, 160)}`)
      if (right - left > 30000 || bottom - top > 30000 || left < -6000 || top < box.top - 6000) wrong.push(`huge: ${element.outerHTML.slice(0, 160)}`)
    }
  }
  const page = root.ownerDocument
  if (page.documentElement.scrollWidth > page.documentElement.clientWidth) wrong.push('the page scrolls sideways')
  return wrong
}"""
"""What is wrong with one side of a card in an element that holds it."""


def find_reviewer() -> Path | None:
    """Return the folder of Anki's own scripts, where the package aqt is installed; nothing of it is imported."""
    found = importlib.util.find_spec("_aqt")
    folders = [Path(place) / "data" / "web" for place in (found.submodule_search_locations or ())] if found else []
    return next((folder for folder in folders if (folder / "js" / "reviewer.js").is_file()), None)


class Reviewer:
    """Shows cards as Anki does, and keeps what they ask of the network."""

    def __init__(self, page: "Page", media: Mapping[str, bytes], web: Path | None) -> None:
        self._page, self._media, self._web = page, media, web
        self.asked: list[str] = []
        page.route("**/*", self._answer)
        page.set_viewport_size({"width": _WIDTH, "height": _HEIGHT})
        page.goto(_PAGE)

    def show(self, cards: Sequence[tuple[str, str]]) -> list[str]:
        """Show the fronts of some cards, and then their backs; return what is wrong with them."""
        sides = ["".join(side) for side in zip(*cards, strict=True)]
        found: list[str] = self._page.evaluate(_SHOW, [sides, len(cards), self._web is not None])
        found += [f"asked for {address}" for address in self.asked]
        self.asked.clear()
        return found

    def ask_mathjax(self, question: str) -> list[str]:
        """Return what a function says in a page with a formula."""
        self.show([("<div class='mkdeck front'>\\(x\\)</div>",) * 2])
        answer: list[str] = self._page.evaluate(question)
        return answer

    def ask(self, question: str) -> Any:
        """Return what a function says of what is shown."""
        return self._page.evaluate(question)

    def _answer(self, route: "Route") -> None:
        path = unquote(urlsplit(route.request.url).path)
        file = self._web / path.removeprefix("/_anki/") if self._web and path.startswith("/_anki/") else None
        if route.request.url == _PAGE:
            route.fulfill(content_type="text/html", body=self._write_page())
        elif route.request.url.startswith(_HOST) and file and file.is_file():
            route.fulfill(path=str(file))
        elif route.request.url.startswith(_HOST) and path[1:] in self._media:
            route.fulfill(body=self._media[path[1:]])
        elif path == "/favicon.ico":
            route.abort()
        else:
            self.asked.append(route.request.url)
            route.abort()

    def _write_page(self) -> str:
        scripts = "".join(f'<script src="/_anki/js/{name}.js"></script>' for name in ("webview", "reviewer"))
        style = "".join(f'<link rel="stylesheet" href="/_anki/css/{name}.css">' for name in ("webview", "reviewer"))
        head = f"{_START}{style}" if self._web else _START
        return f'<!doctype html><html dir="ltr"><head><title>Anki</title>{head}</head><body class="card card1">{scripts if self._web else ""}{_BODY}</body></html>'


_SHOW = f"""async ([sides, count, isAnki]) => {{
  const wrong = []
  const inspect = {INSPECT}
  const frames = count => new Promise(done => {{ const wait = () => count-- > 0 ? requestAnimationFrame(wait) : done(); wait() }})
  const qa = document.getElementById('qa')
  const before = [document.body.children.length, document.title, document.body.className, location.href].join()
  for (const [n, side] of sides.entries()) {{
    if (isAnki) await new Promise(done => {{ n ? _showAnswer(side, 'card card1') : _showQuestion(side, sides[1], 'card card1'); _queueAction(async () => done()) }})
    else qa.innerHTML = side
    for (const fold of qa.querySelectorAll('details')) fold.open = true
    await frames(2)
    for (const element of qa.querySelectorAll('a, summary, [tabindex]')) element.focus()
    for (const element of qa.querySelectorAll('*')) for (const name of ['mouseover', 'pointerenter', 'focusin', 'toggle', 'animationend', 'error', 'load']) element.dispatchEvent(new Event(name, {{bubbles: name.length > 5}}))
    if (document.getElementById('qa') !== qa) wrong.push('the id qa is taken')
    wrong.push(...inspect(qa, count))
    const after = [document.body.children.length, document.title, document.body.className, location.href].join()
    if (after !== before) wrong.push(`the page around the card has changed: ${{after}}`)
    wrong.push(...hits.splice(0).map(what => `a script ran: ${{what}}`))
  }}
  return wrong
}}"""
_LOOK = f"""async () => {{
  const inspect = {INSPECT}
  const page = document.getElementById('card').contentDocument
  const wrong = []
  const press = key => document.dispatchEvent(new KeyboardEvent('keydown', {{key, bubbles: true, cancelable: true}}))
  for (;;) {{
    for (const side of ['front', 'back']) {{
      for (const fold of page.querySelectorAll('details')) fold.open = true
      for (const element of page.querySelectorAll('a, summary, [tabindex]')) element.focus()
      const key = document.getElementById('key').textContent
      wrong.push(...inspect(page.getElementById('qa'), 1).map(what => [key, `${{side}}: ${{what}}`]))
      wrong.push(...hits.splice(0).map(what => [key, `a script ran: ${{what}}`]))
      if (page.body.children.length !== 1) wrong.push([key, 'something stands beside the card'])
      press(' ')
    }}
    if (document.getElementById('next').disabled) return wrong
    press('ArrowRight')
  }}
}}"""


@contextmanager
def open_reviewer(browser: "Browser", media: Mapping[str, bytes]) -> Iterator[Reviewer]:
    """Open Anki's reviewer, or the like of it where the package aqt is absent."""
    page = browser.new_page()
    yield Reviewer(page, media, find_reviewer())
    page.close()


def look_at_preview(browser: "Browser", page: str) -> list[tuple[str, str]]:
    """Turn every card of a preview; return the key of each that is wrong, and what is wrong with it."""
    opened = browser.new_page()
    asked: list[str] = []

    def answer(route: "Route") -> None:
        if route.request.url == _PAGE:
            route.fulfill(content_type="text/html; charset=utf-8", body=page)
        else:
            asked.append(route.request.url)
            route.abort()

    opened.route("**/*", answer)
    opened.add_init_script("window.hits = []; window.hit = what => { (window.top.hits ?? hits).push(String(what)) }")
    opened.goto(_PAGE)
    opened.wait_for_function("() => document.getElementById('card').contentDocument.getElementById('qa')")
    found: list[tuple[str, str]] = opened.evaluate(_LOOK)
    opened.close()
    return [*found, *(("", f"asked for {address}") for address in asked if not address.startswith(("about:", "data:")))]
