"""Titles of what frames an article, as "License" and "Thanks" do, and not of its subject, in the languages of articles."""

import re

from mkdeck.article.asking import ends_as_question, is_about_questions

_PROJECT = (
    r"(?:how to )?contribut(?:e|ing|ors?|ions?)(?: guid(?:e|elines?))?|licen[sc]es?|credits|acknowledge?ments?"
    r"|sponsors?|backers|donate|support(?: (?:us|me|this project|the project))?"
    r"|authors?|maintainers?|change ?logs?|release notes|(?:version|release|update|revision) history|update log"
    r"|(?:special |many )?thank(?:s|[ -]you)(?: (?:to|for)\b.*+)?|star(?:gazers)?(?: history| this .*+| us)?"
    r"|before you (?:open|submit|send|file|create) .*+|(?:buy|get) me a coffee|code of conduct|copyright|legal notice"
    r"|danke?(?:sagung)?|lizenz|mitwirken|impressum|agradecimientos|licencia|contribuir|contribuciones|colaborar"
    r"|remerciements|contribuer|contributions|agradecimentos|licença|ringraziamenti|licenza|contribuire"
    r"|podziękowania|licencja|teşekkürler|lisans|спасибо|благодарности|лицензия|авторы?|участие"
    r"|贡献(?:者|指南)?|貢獻|许可证?|許可|致谢|感谢|鸣谢|ライセンス|謝辞|貢献|라이선스|기여|감사"
)
_PAGE = (
    r"(?:table of )?contents?|toc|index|(?:in )?(?:conclusions?|summary)|intro(?:duction)?|overview|preface|foreword"
    r"|afterword|epilogue|outro|colophon|imprint|recap|prerequisites|legend|disclaimer|appendi(?:x|ces)|glossary|bibliography|getting started"
    r"|quick ?start|how to (?:use|read)(?: (?:it|this|these)\b.*+)?|who (?:is this|this is) for|roadmap|to-?do(?: list)?"
    r"|wrap(?:ping)?(?: it)?[ -]?up|(?:final|closing|last|parting|concluding) (?:words?|thoughts?|notes?|remarks?)"
    r"|(?:key )?take-?aways?|tl;? ?dr|good luck|happy \w+ing|next steps?|where to go (?:from here|next)"
    r"|inhalt(?:sverzeichnis)?|fazit|zusammenfassung|einleitung"
    r"|índice|contenidos?|tabla de contenidos?|introducción|conclusi[óo]n(?:es)?|resumen"
    r"|sommaire|table des matières|résumé|sumário|introdução|conclusão|resumo"
    r"|indice|introduzione|conclusioni|spis treści|wstęp|podsumowanie|içindekiler|giriş|sonuç"
    r"|содержание|оглавление|введение|заключение|итоги"
    r"|目录|目錄|前言|简介|总结|總結|小结|结语|后记|目次|はじめに|おわりに|まとめ|목차|들어가며|마치며"
)
_AWAY = (
    r"references?|resources|links|see also|(?:read|learn|find out) more|reading(?: list)?"
    r"|(?:more|other|further|additional|external|useful|helpful|recommended|related|suggested|good)"
    r" (?:links?|resources?|answers?|questions?|faqs?|pages?|readings?|articles?|posts?|references?|sources?|projects?|books?|videos?|material|information|repos(?:itories)?)"
    r"|related|community|sponsorship|donations?|licensing|translations|feedback|contact(?: (?:us|me))?|stay in touch|get in touch"
    r"|(?:join|follow|reach out to|connect with) (?:us|me)"
    r"|quellen|literatur|weiterführendes|kontakt|referencias|recursos|enlaces|contacto|références|ressources|liens"
    r"|referências|links úteis|riferimenti|risorse|źródła|kaynaklar|ссылки|источники|литература"
    r"|参考(?:资料|文献|链接)?|參考(?:資料|文獻)?|参考リンク|참고(?: ?자료)?"
)
_LONGEST = 300
"""Characters of such a title."""
_BESIDE = r"(?:\W+(?:(?:and|und|y|et|e|и)\W+)?"  # "Credits & license", "Links and resources"
_OPEN = r"(?:about|copyright)\b.*+"  # "About the author", "Copyright 2024 …"
_PROJECT_TITLE = re.compile(
    rf"\W*+(?:(?:{_PROJECT}){_BESIDE}(?:{_PROJECT}))*|copyright\b.*+)\W*+\Z", re.IGNORECASE | re.DOTALL
)
_FRAME_TITLE = re.compile(
    rf"\W*+(?:(?:{_PROJECT}|{_PAGE}|{_AWAY}){_BESIDE}(?:{_PROJECT}|{_PAGE}|{_AWAY}))*|{_OPEN})\W*+\Z",
    re.IGNORECASE | re.DOTALL,
)


_AWAY_TITLE = re.compile(
    rf"\W*+(?:(?:{_PROJECT}|{_AWAY}){_BESIDE}(?:{_PROJECT}|{_AWAY}))*|{_OPEN})\W*+\Z", re.IGNORECASE | re.DOTALL
)


def leads_away(text: str) -> bool:
    """Tell whether a title stands above what leads from the page to its makers or to other pages, and sums nothing up."""
    return _matches(_AWAY_TITLE, text) or (is_about_questions(text) and ends_as_question(text))


def is_frame_title(text: str) -> bool:
    """Tell whether a title stands above a part of the page and not of its subject: "Contents", "License"."""
    return _matches(_FRAME_TITLE, text)


def is_project_title(text: str) -> bool:
    """Tell whether a title stands above what is said of the project, as do all below it: "Contributing"."""
    return _matches(_PROJECT_TITLE, text)


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST and pattern.match(text) is not None
