"""The one road: sources -> deck and problems. Every command starts here."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from urllib.parse import quote

from mkdeck.article.folders import find_single_questions
from mkdeck.article.front_matter import FrontMatter, split_front_matter
from mkdeck.article.front_matter import find_setting as locate
from mkdeck.article.media import FindMedia, is_remote
from mkdeck.article.read import read_article
from mkdeck.config import BUILD_ONLY, check_settings, find_setting, merge_settings
from mkdeck.config_file import ConfigFile, load_config
from mkdeck.deck.assemble import assemble_deck
from mkdeck.deck.identity import article_slug, folder_slugs, is_named_by_folder, make_slug, telling_folder
from mkdeck.download.leaving import leave_remote
from mkdeck.files.pictures import PictureFiles
from mkdeck.files.regular import real_path
from mkdeck.files.sources import expand_sources, find_tops
from mkdeck.files.texts import find_text, read_text
from mkdeck.files.tree import find_common, find_tree
from mkdeck.model import Article, Deck, Location, Media, Note, Settings
from mkdeck.pages import Pages
from mkdeck.problem import Problem, Severity, stops_build

_NO_SLUG = re.compile("[<>\ufe64\ufe65\uff1c\uff1e\x00-\x1f\x7f]")
"""What a slug may not have: it is part of each note's key, and that is a field."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    sources: tuple[str, ...]
    settings: Settings
    config: Path | None = None
    drafts: bool = False
    now: int = 0
    """Seconds since 1970, for all that is new."""
    download_images: bool = False
    private_hosts: tuple[str, ...] = ()
    """``HOST`` or ``HOST:PORT``: where pictures may be downloaded from though the address is private."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the sources hold, and what is wrong with them."""

    deck: Deck
    articles: tuple[Article, ...]
    places: Mapping[str, Location]
    """Where the question of each note stands, by the note's present key."""
    files: tuple[str, ...]
    """The path of every article, those included that could not be read."""
    problems: tuple[Problem, ...]
    id: str | None = None
    """The deck id."""


@dataclass(frozen=True, slots=True)
class _Finders:
    """What one build finds for its articles, each thing once."""

    files: PictureFiles
    remote: FindMedia
    pages: Pages


OnArticle = Callable[[float, int], None]
"""Told now and then how many articles are done, with the share of the present one, and how many there are."""


def load_deck(wish: Wish, on_article: OnArticle = lambda done, count: None, previous: Sequence[Note] = ()) -> Loaded:
    """Read every source and assemble the deck; all problems are returned, none is raised.

    The notes of the ``previous`` package tell whose a key is where several articles claim it.
    """
    config, problems = load_config(wish.settings, wish.config)
    files, missing = expand_sources(wish.sources, config.settings.exclude or (), config.folder)
    problems += missing + _check_address(config, files)
    tops = find_tops(wish.sources)
    finders = _Finders(
        PictureFiles(find_tree(tops, config.settings.exclude or (), config.folder)),
        _download(wish.private_hosts) if wish.download_images else leave_remote,
        Pages(files, lambda file: _find_address(file, wish, config)),
    )
    articles = []
    own: dict[str, list[Problem]] = {}
    for done, file in enumerate(files):
        on_article(done, len(files))
        article, own[str(file)] = _load_article(file, wish, config, finders, _follow(on_article, done, len(files)))
        if article:
            articles.append(article)
    on_article(len(files), len(files))
    single = find_single_questions(articles)
    for n, article in enumerate(articles):
        if article.path in single:
            alone, own[article.path] = _load_article(Path(article.path), _as_question(wish), config, finders)
            articles[n] = alone or article
    answers = _find_mere_answers(articles)
    articles = [article for article in articles if article.path not in answers]
    problems += [problem for path, wrong in own.items() if path not in answers for problem in wrong]
    articles = _name_folders(articles, tops)
    deck, places, wrong = assemble_deck(articles, wish.now, config.settings.css or "", previous)
    problems += wrong
    if not deck.notes and files and not stops_build(problems):
        problems = _tell_no_note(problems, files)
    return Loaded(deck, tuple(articles), places, tuple(map(str, files)), tuple(problems), config.settings.id)


def _follow(on_article: OnArticle, done: int, count: int) -> Callable[[float], None]:
    return lambda share: on_article(done + share, count)


def _download(private_hosts: Sequence[str]) -> FindMedia:
    from mkdeck.download.pictures import Downloads  # what reaches the network is loaded for nothing else

    return Downloads(private_hosts).find


def _name_folders(articles: Sequence[Article], tops: Sequence[Path]) -> list[Article]:
    """Return the articles with the names of the folders in which they lie; ``tops`` are the folders that the sources name."""
    paths = [Path(os.path.abspath(article.path)) for article in articles]
    common = find_common([path.parent for path in paths]) or Path()
    top = find_common([Path(os.path.abspath(top)) for top in tops]) or Path()
    named = []
    for article, path in zip(articles, paths, strict=True):
        folder = telling_folder(path, article.slug)
        below = path.parent.relative_to(top).parts if path.is_relative_to(top) else ()
        named.append(
            replace(
                article,
                folders=folder_slugs(folder),
                deck_folders=tuple(name.encode("utf-8", "replace").decode() for name in below),
                is_in_folder=common in folder.parents,
            )
        )
    return named


def _as_question(wish: Wish) -> Wish:
    """Return a wish by which each file is one question."""
    return replace(wish, settings=replace(wish.settings, shape="file"))


def _find_mere_answers(articles: Sequence[Article]) -> set[str]:
    """Return the paths of those articles that another one lists as answers and that ask nothing but its questions."""
    listed = {real_path(path) for article in articles for path in article.answers}
    asked = {make_slug(pair.title) for article in articles if article.answers for pair in article.pairs}
    return {
        article.path
        for article in articles
        if listed and not article.answers and real_path(article.path) in listed
        if all(make_slug(pair.title) in asked for pair in article.pairs)
    }


def _load_article(
    file: Path, wish: Wish, config: ConfigFile, finders: _Finders, on_part: Callable[[float], None] = lambda share: None
) -> tuple[Article | None, list[Problem]]:
    text, problems = read_text(file)
    if problems:
        return None, problems
    media_root = config.folder / config.settings.media_root if config.folder and config.settings.media_root else None

    def check(front: FrontMatter) -> tuple[Settings, list[Problem]]:
        settings, wrong = _settle(front, file, wish, config)
        return settings, wrong + _check_slug(file, front, config)

    def find(reference: str, where: Location) -> Media | Problem:
        if is_remote(reference):
            return finders.remote(reference, where)
        # The file of an answer may lie in a folder below the article.
        return finders.files.find(reference, Path(where.path).parent, media_root, where, file.parent)

    def find_answer(name: str, where: Location) -> str | Problem:
        return find_text(name, file.parent, where)

    def find_page(name: str) -> str | None:
        return finders.pages.find(name, file.parent)

    slug = _find_slug(file, config)
    return read_article(text, str(file), slug, check, find, find_answer, wish.drafts, find_page, on_part)


def _find_slug(file: Path, config: ConfigFile) -> str:
    beside_config = bool(config.settings.id) and real_path(file).parent == config.folder
    return article_slug(Path(os.path.abspath(file)), beside_config)  # a linked file keeps the name it was given


def _settle(front: FrontMatter, file: Path, wish: Wish, config: ConfigFile) -> tuple[Settings, list[Problem]]:
    """Return the settings that hold for an article, and what is wrong with its own."""
    sign = ": " if front.is_yaml else " = "
    own, wrong = check_settings(front.settings, lambda key: locate(front, str(file), key), sign, BUILD_ONLY)
    merged = merge_settings(wish.settings, own, config.settings)
    slug = front.slug or _find_slug(file, config)
    url, edit_url = (
        _fill_address(address, slug, real_path(file), config.folder) if address else None
        for address in (merged.url, merged.edit_url)
    )
    return replace(merged, url=url, edit_url=edit_url), wrong


def _find_address(file: Path, wish: Wish, config: ConfigFile) -> str | None:
    """Return where an article of the build is published, if it is."""
    text, problems = read_text(file)
    front, _, _ = split_front_matter(text, str(file))
    return None if problems or (front.draft and not wish.drafts) else _settle(front, file, wish, config)[0].url


def _fill_address(url: str, slug: str, file: Path, folder: Path | None) -> str:
    path: PurePath = file.relative_to(folder) if folder and file.is_relative_to(folder) else PurePath(file.name)
    # A name that is no UTF-8 reaches Python as lone surrogates; its bytes are what a server knows.
    return url.replace("{slug}", slug).replace("{path}", quote(os.fsencode(path.as_posix())))


def _check_address(config: ConfigFile, files: Sequence[Path]) -> list[Problem]:
    url = config.settings.url
    if not url or len(files) < 2 or "{" in url:
        return []
    hint = 'write {slug} or {path} where they differ: url = "https://example.org/{slug}/"'
    where = find_setting(config.text, config.path, "url")
    return [Problem(where, "shared-address", f"all articles link to '{url}'", hint)]


def _check_slug(file: Path, front: FrontMatter, config: ConfigFile) -> list[Problem]:
    """Say so where a slug could be markup in a note's key, or where only a folder's name, which a clone may change, is one."""
    if _NO_SLUG.search(front.slug):
        message = f"the slug '{front.slug}' has characters that an id cannot have"
        hint = "use letters, digits and - _ . ~ +"
        return [Problem(Location(str(file), 1), "wrong-id", message, hint, Severity.ERROR)]
    if front.slug or config.settings.id or not is_named_by_folder(file):
        return []
    message = "the folder's name is part of every question's identity: another clone may make another deck"
    hint = "set slug in the article's front matter, or id in a mkdeck.toml beside it"
    return [Problem(Location(str(file), 1), "folder-slug", message, hint, Severity.INFO)]


def _tell_no_note(problems: Sequence[Problem], files: Sequence[Path]) -> list[Problem]:
    """Return the findings with the one that there is nothing to build; an only article's says so already."""
    only = [problem for problem in problems if problem.code == "no-question"]
    if len(files) == len(only) == 1:
        return [replace(p, severity=Severity.ERROR) if p in only else p for p in problems]
    return [*problems, _report_no_note(files)]


def _report_no_note(files: Sequence[Path]) -> Problem:
    message = "no article has a question with an answer, so there is nothing to put into a package"
    return Problem(
        Location(str(files[0]), 1), "no-note", message, "see the other findings, or name other files", Severity.ERROR
    )
