"""Whether a title asks, whom, and about what; in the languages of articles."""

import re
from functools import lru_cache

_ENDS_AS_QUESTION = re.compile(r"[?？؟](?:[(\[（](?>[^()]*[)\]）])|\W)*+\Z")
_ENDS_AS_CALL = re.compile(r"\w\([^()]*[?]\)\W*\Z")
_DEMANDS = re.compile(
    r"\W*+(?:please\s+)?(?:explain|describe|compare|define|discuss|differentiate|distinguish|contrast)\s", re.IGNORECASE
)
MOST_KEPT = 2**18
"""Titles of which it is remembered whether they ask: every shape wants to know it of each."""
_LONGEST = 300
"""Characters of a title that stands above questions or speaks to the reader."""
_LONGEST_END = 200
"""Characters behind a question mark, such as ``(and why)``, that leave it at the end."""
_BEGINS_AS_QUESTION = re.compile(
    r"[¿\W]*+(?:please\s+)?(?:(?:what|how|why|when|where|which|who|whose|whom)(?:['’]?s|['’]re|['’]d)?"
    r"|is|are|was|were|do|does|did|can|could|should|would|will|shall|may|has|have|had"
    r"|explain|describe|compare|define|discuss|differentiate|distinguish|contrast|(?:the )?differences? between"
    r"|tell\s+(?:me|us)|(?:list|name|give|state|mention)\s+(?:the|some|any|all|your|how|what|why|two|three|four|five|\d+)"
    r"|(?:give|write|implement|design|show|create|build|draw|walk|talk|think)\s+(?:down|out|a|an|me|us|about|through|how|code)"
    # German, Spanish, French, Portuguese, Italian, Polish, Turkish, Russian
    r"|was|wie|warum|wieso|wann|wo|welche[rsnm]?|wer|wozu|erklär(?:e|en)|erläuter(?:e|n)|beschreib(?:e|en)|nenne[n]?|vergleich(?:e|en)"
    r"|(?:der |was ist der )?unterschied zwischen"
    r"|qué|cómo|cuál(?:es)?|cuándo|dónde|quién|por qué|para qué|explica|describe|diferencias? entre"
    r"|qu['’]est-ce|comment|pourquoi|quel(?:le)?s?|quand|où|expliquez|décrivez|différences? entre"
    r"|o que|como|qual|quais|quando|onde|por que|explique|descreva|diferenças? entre"
    r"|che cos['’]è|cosa|come|perché|quale|quali|quando|dove|spiega|descrivi|differenz[ae] tra"
    r"|co to|czym|jak|dlaczego|kiedy|gdzie|który|wyjaśnij|opisz|różnic[ae] między"
    r"|nedir|nasıl|neden|hangi|açıklayın"
    r"|что|как|почему|зачем|когда|где|какой|какие|какая|какое|чем|объясните|опишите|расскажите|разница между|назовите)\b"
    # Chinese, Japanese, Korean put no space between words
    r"|[¿\W]*+(?:什么|甚麼|如何|怎么|怎麼|为什么|為什麼|谈谈|介绍|解释|说说|简述|请|描述|比较)",
    re.IGNORECASE,
)
# "How we moved": a story.
_TELLS = re.compile(r"\W*(?:how|why|what|when|where)\s+(?:we|i|my|our)\b", re.IGNORECASE)
_ASKS_WITHIN = re.compile(
    r"\b(?:vs\.?|versus)\b|区别|區別|是什么|是什麼|为什么|有哪些|とは|違い|차이|무엇", re.IGNORECASE
)
# "Interview questions", "FAQ": a title above questions.
_TITLE_OF_QUESTIONS = re.compile(
    r"(?!.*[?？؟])(?:.*\s)?(?:questions?|faqs?|q\s*&\s*a)(?:\s+(?:and|&|with)\s+answers?)?(?:\s+list)?\W*\Z",
    re.IGNORECASE,
)
# "Any questions left?", "Need help?", "Found a mistake?", "Want to contribute?": it asks the reader.
_ASKS_READER = re.compile(
    r"\W*+(?:"
    r"(?:(?:do you|if you|still|have|got|any|a|more|other|further|general|common)\s+)*questions?(?:\s+(?:or\s+\w+|left))?\W*\Z"
    r"|(?:is\s+|was\s+)?(?:your\s+)?(?:question|answer)s?(?:\s+(?:is|was|isn['’]t|still|not|yet|here|there|found|listed|missing"
    r"|answered|unanswered|above|below))+\W*\Z"
    r"|(?:can(?:['’]t|not)|could(?:n['’]t| not)|did(?:n['’]t| not))\s+(?:you\s+)?(?:find|see)\s+"
    r"(?:what\s+you|(?:your|the|an|any)\s+(?:question|answer)|it\s+here).{0,40}\Z"
    r"|(?:anything|something|someone|nothing)\s+(?:else|missing|wrong|unclear|left)\b.{0,20}\Z|what\s+else\W*\Z"
    r"|(?:do you\s+|are you\s+|did you\s+)?(?:need|want|like|love|enjoy|find|found|spot(?:ted)?|see|saw|have(?! you)|got|missing"
    r"|interested|stuck|still|noch|weitere|más|d['’]autres|other|more|any)\b(?!.*\b(?:what|how|why|when|which|where|who)\b)"
    r".{0,25}\b(?:questions?|help|mistakes?|bugs?|typos?|errors?|issues?|problems?|contribut\w*|feedback|ideas?|suggestions?|features?"
    r"|support|stars?|sponsor\w*|more|else|stuck|missing|useful|helpful|fragen|preguntas|dudas|hilfe)\W*\Z"
    r"|(?:still\s+)?(?:unsure|not sure|confused|lost|stuck|undecided)\W*\Z|(?:still\s+)?(?:having|got)\s+(?:trouble|problems)\W*\Z"
    r"|(?:was|is|did|has)\s+this\s++(?:(?:page|article|answer|post|guide|list|section)\s*+)?(?:been\s+)?(?:useful|helpful|of help|help you|answer your question)\W*\Z"
    r"|questions?\W+comments?\W*\Z|(?:like|love|enjoy)(?:\s+\w+){0,3}\s*\?\W*\Z|how did you do\b.{0,10}\Z"
    # German, Spanish, Portuguese, French, Italian, Russian, Chinese, Japanese, Korean
    r"|(?:möchtest|willst|wollen|möchten|lust)\b.{0,25}(?:mitmachen|mithelfen|helfen|beitragen|mitzumachen)\W*\Z"
    r"|(?:quier\w+|te gustaría|deseas?)\s+(?:colaborar|contribuir|ayudar|aportar|participar).{0,25}\Z"
    r"|(?:(?:aún|todavía|tien\w+|alguna|más|otras?|hay)\s+)+(?:preguntas?|dudas?|sugerencias?)\W*\Z|no encuentras\b.{0,30}\Z"
    r"|(?:quer|gostaria de)\s+(?:contribuir|colaborar|ajudar|participar).{0,25}\Z|não (?:encontrou|achou)\b.{0,30}\Z"
    r"|(?:(?:ainda|tem|ficou|com|alguma|mais|outras?)\s+)+(?:dúvidas?|perguntas?)\W*\Z"
    r"|(?:(?:vous\s+)?(?:voulez|souhaitez)(?:-vous)?|envie (?:de|d['’]))\s*(?:contribuer|participer|aider).{0,25}\Z"
    r"|(?:(?:encore|avez-vous|as-tu|vous avez|une|des|d['’]autres?)\s*)+questions?\W*\Z"
    r"|(?:vuoi|volete)\s+(?:contribuire|collaborare|aiutare).{0,25}\Z|(?:(?:hai|avete|altre|ancora)\s+)+(?:domande|dubbi)\W*\Z"
    r"|(?:хотите|хочешь)\s+(?:помочь|поучаствовать|дополнить|внести).{0,25}\Z|(?:(?:остались|есть|ещё|еще)\s+)+вопросы\W*\Z"
    r"|не наш(?:ли|ёл|ел)\b.{0,30}\Z|(?:还有|還有)(?:其他|什么|別的)?(?:的)?(?:问题|疑问|問題|疑問).{0,4}\Z|(?:没有?|沒有?)找到.{0,12}\Z"
    r"|(?:他に|まだ|その他)?の?ご?質問(?:は|が)?(?:ありますか|ございますか|ですか)?\W*\Z|(?:더\s*)?궁금한.{0,10}\Z"
    r")",
    re.IGNORECASE,
)
# "How to use this list": the article talks about itself. With a question mark, "Is this project still alive?", it is a
# question of a FAQ, but where it asks for what stands above most lists.
_TEXT = (
    r"(?:list|guide|repo(?:sitory)?|tutorial|document|page|article|book|course|collection|quiz|faq|handbook|readme"
    r"|cheat ?sheet|deck|talk)"
)
_ABOUT_ITSELF = re.compile(
    rf"\bthis\s+(?:{_TEXT}|site|project|wiki)\b|how (?:it|this) works\W*\Z|new here\W*\Z", re.IGNORECASE
)
_ASKS_ABOUT_ITSELF = re.compile(
    r"(?:how\s+(?:to|(?:do|can|should|could|would)\s+(?:i|you|we|one))\s+(?:\w+\s+){0,2}|how\s+is\s+|why\s+"
    rf"|wh(?:o|om)\s+(?:is|are|should|can)\s+(?:\w+\s+)?|what\s+is\s+(?:[io]n\s+)?|what['’]s\s+(?:[io]n\s+)?)this\s+{_TEXT}\b"
    r"|how (?:it|this) works\W*\Z|new here\W*\Z",
    re.IGNORECASE,
)


def is_about_questions(text: str) -> bool:
    """Tell whether a title stands above questions, or invites them, and is none itself."""
    if len(text) > _LONGEST:
        return False
    is_title = _TITLE_OF_QUESTIONS.match(text) and not _BEGINS_AS_QUESTION.match(text)
    return bool(is_title or _ASKS_READER.match(text))


def is_about_page(text: str) -> bool:
    """Tell whether a title is about the article itself: "How to use this list"."""
    return (_ASKS_ABOUT_ITSELF if ends_as_question(text) else _ABOUT_ITSELF).search(text) is not None


def ends_as_question(text: str) -> bool:
    """Tell whether a text ends with a question mark, but not as ``find(name?)`` does."""
    end = text[-_LONGEST_END:]
    return _ENDS_AS_QUESTION.search(end) is not None and not _ENDS_AS_CALL.search(end)


def demands_something(text: str) -> bool:
    """Tell whether a title is a task beyond doubt: "Explain closures"."""
    return _DEMANDS.match(text) is not None


@lru_cache(MOST_KEPT)
def asks_something(text: str) -> bool:
    """Tell whether a title looks like a question or a task."""
    if is_about_questions(text) or is_about_page(text):
        return False
    if ends_as_question(text):
        return True
    return not _TELLS.match(text) and bool(_BEGINS_AS_QUESTION.match(text) or _ASKS_WITHIN.search(text))
