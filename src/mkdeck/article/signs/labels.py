"""What stands before questions and answers, above columns of them, and above parts of an answer: ``Q1:``, ``Answer:``, "Example"."""

import re
from functools import partial

from mkdeck.article.words import ALL, Words, pattern

_IN_BRACKETS = r"(?:\s*+\([^()]{0,40}\))?"
"""What may stand behind the head of a column: "Answer (fold here)"."""


@pattern
def answer_label(words: Words) -> str:
    """Match ``Answer:``, ``The correct answer is:``, ``Respuesta correcta:``; without a colon only alone, or ``Ans.``."""
    beside = words.any("qualifiers")
    return (
        rf"\W*+(?:(?:{beside}\s*){{0,2}}{words.any('answer_labels', 'answer_short')}(?:\s*{beside})?"
        rf"(?:\s*+\d{{1,3}})?\s*+(?:[:：]\s*|\W*\Z)|{words.any('answer_short')}[.)]\s*)"
    )


@partial(pattern, flags=re.NOFLAG)
def short_answer_label(words: Words) -> str:
    """Match ``A:``, ``A1)``, ``Ans.``, ``R1:``, ``Interviewee:``."""
    with_colon = rf"(?:{words.any('answer_letters')}\s?\d{{0,3}}|(?i:{words.any('answer_speakers')}))\s*[:：]"
    return rf"\s*+(?:A\d{{0,3}}(?:\s*[:：]|[.)])|(?i:{words.any('answer_short')})(?:\s*[:：]|[.)])|{with_colon})\s*(?=\S|\Z)"


@pattern
def another_wording(words: Words) -> str:
    """Match what stands between two wordings of one question: ``(Or)``."""
    return rf"\W*+{words.any('either')}\W*\Z"


@pattern
def bold_answer_label(words: Words) -> str:
    """Match a label of an answer in bold that needs no colon."""
    return rf"{words.any('answer_labels', 'answer_short', 'answer_letters')}\s*+(?:\d{{1,3}}\s*+)?[:：.]?"


@pattern
def other_answer_label(words: Words) -> str:
    """Match ``Long answer:``, ``Respuesta larga:``: a word beside that no answer alone has."""
    label = words.any("answer_labels")
    return rf"\W*+(?:[^\W\d]{{2,20}}\s++{label}|{label}\s++[^\W\d]{{2,20}})\s*+[:：]"


@pattern
def counted_answer_label(words: Words) -> str:
    """Match ``Solution 2``, one of several that all answer."""
    return rf"\W*+{words.any('answer_labels')}\s*+#?\d{{1,2}}\b"


@pattern
def cause_label(words: Words) -> str:
    """Match ``Cause:``, above a solution that answers with it."""
    return rf"\W*+{words.any('causes')}\W{{0,4}}[:：]"


@pattern
def question_label(words: Words) -> str:
    """Match ``Q:``, ``Question 3.``, ``Interviewer:``; a single letter only before a full question; ``Question No. 12`` alone."""
    label, count = words.any("question_labels"), r"(?:\d{1,4}\s*+)?"
    return (
        rf"[\s*]*+(?:\(\w{{1,3}}(?:[.-]\d{{1,3}})?\)\s++)?(?:{label}\s*+(?:[-#.№]\s*+)?{count}[:：.)](?!:)|{words.any('question_speakers')}\s*+{count}[:：]"
        rf"|{words.any('question_letters')}\s*+{count}[:：](?=.*[?？؟])"
        rf"|{label}\s++(?:No\.?\s*+(?:[:.]\s*+)?)?[#№]?\d{{1,4}}\s*\Z)\s*"
    )


@pattern
def bare_question_label(words: Words) -> str:
    """Match a label in bold that needs no colon."""
    return rf"{words.any('question_labels')}\s*\d{{0,4}}"


@pattern
def said_right(words: Words) -> str:
    """Match what says at the end of an option that it is right: ``(correct)``, ``(right answer)``."""
    return rf"[(\[]{words.any('qualifiers')}(?:\s+{words.any('answer_labels')})?[)\]]\Z"


@pattern
def _counting_label(words: Words) -> str:
    return rf"{words.any('question_labels', 'tasks')}\s*+(?:[-#№.]\s*+)?\d{{1,4}}\W*\Z"


@pattern
def _counted_question(words: Words) -> str:
    return rf"{words.any('question_labels')}\s*+#?\d{{1,4}}\W*\Z"


@pattern
def _lone_label(words: Words) -> str:
    return rf"\W*+{words.any('question_labels')}\W*+\Z"


@pattern
def _key_title(words: Words) -> str:
    return rf"(?!.*[?？؟])\W*+(?:{words.any('qualifiers')}\s*+){{0,2}}{words.any('answer_labels')}(?:\W|\Z)"


@pattern
def _tasks(words: Words) -> str:
    return rf"{words.any('tasks')}"


@pattern
def _part_of_answer(words: Words) -> str:
    return rf"\W*+{words.any('parts_of_answer')}\W*+\d*+\W*\Z"


@pattern
def _question_head(words: Words) -> str:
    return rf"\W*+{words.any('question_heads')}{_IN_BRACKETS}\W*\Z"


@pattern
def _answer_head(words: Words) -> str:
    return rf"\W*+{words.any('answer_heads')}{_IN_BRACKETS}\W*\Z"


@pattern
def _language_name(words: Words) -> str:
    return rf"\W*+{words.any('language_names')}\W*\Z"


@pattern
def _vocabulary(words: Words) -> str:
    return words.any("vocabulary")


def names_language(text: str) -> bool:
    """Tell whether the head of a column is the name of a language, of any, whatever language the article is in."""
    return _language_name(ALL).match(text) is not None


def names_vocabulary(text: str, words: Words | None = None) -> bool:
    """Tell whether a title, tag or name says that all of an article is to be learned: "Vocabulary", "Karteikarten"."""
    return _vocabulary(words).search(text) is not None


def match_question_label(text: str, words: Words | None = None) -> re.Match[str] | None:
    """Return the label of a question at the start of a text: ``Q1:``."""
    return question_label(words).match(text)


def names_one_question(name: str, words: Words | None = None) -> bool:
    """Tell whether a file's name is that of one question out of many: "Patterns Question 21"."""
    return _counted_question(words).search(name) is not None


def is_counting_label(text: str, words: Words | None = None) -> bool:
    """Tell whether a title only counts: "Question 12", "Exercise 3"."""
    return _counting_label(words).match(text) is not None


def is_question_label(text: str, words: Words | None = None) -> bool:
    """Tell whether a title is the label of a question and nothing else: "Question"."""
    return _lone_label(words).match(text) is not None


def heads_key(text: str, words: Words | None = None) -> bool:
    """Tell whether a title may stand above the answers of all questions: "Answer key", "Solutions to the exercises"."""
    return _key_title(words).match(text) is not None


def names_tasks(text: str, words: Words | None = None) -> bool:
    """Tell whether a title says that what stands below are tasks: "Python exercises"."""
    return _tasks(words).search(text) is not None


def names_part_of_answer(text: str, words: Words | None = None) -> bool:
    """Tell whether a title names a part that any answer may have: "Example"."""
    return _part_of_answer(words).match(text) is not None


def heads_questions(text: str, words: Words | None = None) -> bool:
    """Tell whether a column with such a head has questions."""
    return _question_head(words).match(text) is not None


def heads_answers(text: str, words: Words | None = None) -> bool:
    """Tell whether a column with such a head has answers."""
    return _answer_head(words).match(text) is not None
