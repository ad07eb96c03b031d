"""The example of each tool in other languages: a form is known by its signs, and not by English words."""

import re

import pytest
from test_tools import EXAMPLES, write_rows

WORDS = """
What is a <b>bight</b>? | Was ist eine <b>Bucht</b>? | <b>绳环</b>是什么？ | ما هي <b>العروة</b>؟
What is a bight? | Was ist eine Bucht? | 绳环是什么？ | ما هي العروة؟
What is a splice? | Was ist ein Spleiß? | 绳接是什么？ | ما هو الوصل؟
What is a splice, | Was ist ein Spleiß, | 绳接是什么， | ما هو الوصل،
and who makes it? | und wer macht ihn? | 谁来做？ | ومن يصنعه؟
How is a splice made? | Wie entsteht ein Spleiß? | 绳接怎么做？ | كيف يصنع الوصل؟
Who makes it? | Wer macht ihn? | 谁做的？ | من يصنعه؟
How long? | Wie lang? | 多长？ | كم طوله؟
What is it? | Was ist sie? | 这是什么？ | ما هذا؟
A loop that does not cross itself. | Eine Schlaufe, die sich nicht kreuzt. | 不交叉的环。 | حلقة لا تتقاطع.
A loop. | Eine Schlaufe. | 一个环。 | حلقة.
a loop | eine Schlaufe | 一个环 | حلقة
Draw one | Zeichne eine | 画一个 | ارسم واحدة
Use a pen. | Nimm einen Stift. | 用笔。 | استعمل قلما.
Like this. | So etwa. | 像这样。 | هكذا.
Not yet. | Noch nicht. | 还没有。 | ليس بعد.
Draft | Entwurf | 草稿 | مسودة
Woven strands | Verflochtene Litzen | 编织的股 | خيوط منسوجة
woven strands | verflochtene Litzen | 编织的股 | خيوط منسوجة
made by riggers. | von Taklern gemacht. | 由帆索工制作。 | يصنعها العمال.
Riggers. | Takler. | 帆索工。 | العمال.
Text between cards. | Text zwischen Karten. | 卡片之间的文字。 | نص بين البطاقات.
Kinds of splices | Arten von Spleißen | 绳接的种类 | أنواع الوصل
Name the kinds. | Nenne die Arten. | 说出种类。 | اذكر الأنواع.
See the picture. | Siehe das Bild. | 见图。 | انظر الصورة.
Hemp and nylon. | Hanf und Nylon. | 麻和尼龙。 | القنب والنايلون.
Notes of today | Notizen von heute | 今天的笔记 | ملاحظات اليوم
Open bight | Offene Bucht | 开环 | عروة مفتوحة
Its ends are apart. | Ihre Enden liegen getrennt. | 两端分开。 | طرفاها متباعدان.
Length of a rope | Länge eines Seils | 绳子的长度 | طول الحبل
A number of fathoms. | Eine Zahl von Faden. | 几英寻。 | عدد من القامات.
Ten fathoms. | Zehn Faden. | 十英寻。 | عشر قامات.
Made by hand | Von Hand gemacht | 手工制作 | مصنوع باليد
A whip is | Ein Takling ist | 绳梢是 | اللفة هي
A [whip] is | Ein [Takling] ist | [绳梢]是 | [اللفة] هي
A {{c1::whip}} is | Ein {{c1::Takling}} ist | {{c1::绳梢}}是 | {{c1::اللفة}} هي
around an end | um ein Ende | 绕在绳端 | حول طرف
twine | Garn | 细绳 | خيط
whip | Takling | 绳梢 | لفة
Ropes | Seile | 绳子 | حبال
Rope | Seil | 绳 | حبل
rope | Seil | 绳 | حبل
Splice | Spleiß | 绳接 | وصل
Bight | Bucht | 绳环 | عروة
bight | Bucht | 绳环 | عروة
Hemp | Hanffaser | 麻 | قنب
hemp | Hanffaser | 麻 | قنب
Hanf | Hemp | 大麻 | كتان
Tau | Leine | 缆 | كبل
Parts | Teile | 部分 | أجزاء
bitter | bitteres | 末端 | مر
grows | wächst | 生长 | ينمو
eye | Auge | 眼 | عين
knots | Knoten | 结 | عقد
basic | Grundlagen | 基本 | أساس
loops | Schlaufen | 环 | حلقات
drawing | Zeichnen | 画 | رسم
pens | Stifte | 笔 | أقلام
numbers | Zahlen | 数 | أرقام
"""
ROWS = [[word.strip() for word in row.split(" | ")] for row in WORDS.strip().splitlines()]
LANGUAGES = {"German": 1, "Chinese": 2, "Arabic": 3}
ENGLISH = re.compile("|".join(rf"(?<![A-Za-z]){re.escape(row[0])}" for row in ROWS))


def translate(text: str, language: str) -> str:
    words = {row[0]: row[LANGUAGES[language]] for row in ROWS}
    return ENGLISH.sub(lambda found: words[found[0]], text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("article", "table"), [pytest.param(*e[1:], id=f"{e[0]} {n}") for n, e in enumerate(EXAMPLES)])
def test_an_example_of_a_tool_becomes_the_same_cards_in_every_language(article: str, table: str, language: str) -> None:
    assert write_rows(translate(article, language)) == translate(table, language)
