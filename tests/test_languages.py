"""What an article in any of these languages says, it may say as one in English does."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from test_reading import outline, read_pairs

from mkdeck.article.signs.asking import asks_something
from mkdeck.article.words import ALL, Words, speak, spoken
from mkdeck.words import list_languages, read_phrases
from mkdeck.words.notation import any_of, longest_of

CONSTRUCTS = read_phrases("en").keys() - {"harmless"}
MAY_BE_EMPTY = {"question_letters", "answer_short"}
"""Kinds that a language without letters of its own for them has not."""


class Says(NamedTuple):
    """How one says it in a language."""

    question: str
    answer: str
    openers: tuple[str, str]
    """What begins a question, or a task, that no question mark ends."""
    fold: str
    frame: str
    contents: str
    back: str
    placeholder: str
    heads: tuple[str, str]
    part: str
    title: str
    right: str
    prose: tuple[str, str]


LANGUAGES = {
    "ar": Says(
        "سؤال", "جواب", ("ما هو", "اشرح"), "عرض الإجابة", "الخاتمة", "جدول المحتويات", "العودة إلى الأعلى", "قريبا",
        ("السؤال", "الجواب"), "مثال", "أسئلة المقابلة", "الإجابة الصحيحة", ("هذا في أسفل المركب.", "هو عمود من الخشب."),
    ),
    "cs": Says(
        "Otázka", "Odpověď", ("Co je", "Vysvětli"), "Zobrazit odpověď", "Závěr", "Obsah", "Zpět nahoru", "Bude doplněno",
        ("Otázka", "Odpověď"), "Příklad", "Otázky k pohovoru", "Správná odpověď", ("To je na dně lodi.", "Je to kus dřeva."),
    ),
    "de": Says(
        "Frage", "Antwort", ("Wie nennt man den", "Erkläre"), "Antwort anzeigen", "Fazit", "Inhaltsverzeichnis", "Nach oben", "Folgt noch",
        ("Frage", "Antwort"), "Beispiel", "Prüfungsfragen", "Richtige Antwort", ("Der ist ganz unten.", "Ein Stück Holz."),
    ),
    "en": Says(
        "Question", "Answer", ("What is", "Explain"), "Show answer", "Conclusion", "Contents", "Back to top", "To be completed",
        ("Question", "Answer"), "Example", "Interview questions", "Correct answer", ("It is at the bottom.", "A piece of wood."),
    ),
    "es": Says(
        "Pregunta", "Respuesta", ("Qué es", "Explica"), "Ver respuesta", "Conclusiones", "Índice", "Volver arriba", "Pendiente",
        ("Pregunta", "Respuesta"), "Ejemplo", "Preguntas de entrevista", "Respuesta correcta", ("Está en el fondo.", "Una pieza de madera."),
    ),
    "fr": Says(
        "Question", "Réponse", ("Qu'est-ce que", "Expliquez"), "Voir la réponse", "Résumé", "Sommaire", "Retour en haut", "À compléter",
        ("Question", "Réponse"), "Exemple", "Questions d'entretien", "Bonne réponse", ("Elle est au fond.", "Une pièce de bois."),
    ),
    "he": Says(
        "שאלה", "תשובה", ("מהו", "הסבר את"), "הצג תשובה", "סיכום", "תוכן העניינים", "חזרה למעלה", "בקרוב",
        ("שאלה", "תשובה"), "דוגמה", "שאלות ראיון", "התשובה הנכונה", ("הוא בתחתית הסירה.", "זה עמוד של עץ."),
    ),
    "id": Says(
        "Pertanyaan", "Jawaban", ("Apa itu", "Jelaskan"), "Lihat jawaban", "Kesimpulan", "Daftar isi", "Kembali ke atas", "Segera hadir",
        ("Pertanyaan", "Jawaban"), "Contoh", "Pertanyaan wawancara", "Jawaban benar", ("Itu ada di bawah.", "Sebuah batang dari kayu."),
    ),
    "it": Says(
        "Domanda", "Risposta", ("Che cos'è", "Spiega"), "Mostra la risposta", "Conclusioni", "Indice", "Torna su", "Da completare",
        ("Domanda", "Risposta"), "Esempio", "Domande di colloquio", "Risposta corretta", ("È sul fondo della barca.", "Un pezzo di legno."),
    ),
    "ja": Says(
        "質問", "回答", ("なぜ", "どうして"), "答えを見る", "まとめ", "目次", "トップに戻る", "準備中",
        ("質問", "回答"), "例", "面接の質問", "正解", ("船の底にあります。", "木の柱です。"),
    ),
    "ko": Says(
        "질문", "답변", ("왜", "어떻게"), "정답 보기", "마치며", "목차", "맨 위로", "추후 추가 예정",
        ("질문", "답변"), "예시", "면접 질문", "정답", ("배의 바닥에 있습니다.", "나무 기둥입니다."),
    ),
    "nl": Says(
        "Vraag", "Antwoord", ("Wat is", "Beschrijf"), "Toon antwoord", "Samenvatting", "Inhoudsopgave", "Terug naar boven", "Volgt nog",
        ("Vraag", "Antwoord"), "Voorbeeld", "Sollicitatievragen", "Juiste antwoord", ("Het zit van onder.", "Een stuk hout."),
    ),
    "pl": Says(
        "Pytanie", "Odpowiedź", ("Co to jest", "Wyjaśnij"), "Pokaż odpowiedź", "Podsumowanie", "Spis treści", "Powrót do góry", "Wkrótce",
        ("Pytanie", "Odpowiedź"), "Przykład", "Pytania rekrutacyjne", "Poprawna odpowiedź", ("Jest na dnie łodzi.", "To kawałek drewna."),
    ),
    "pt": Says(
        "Pergunta", "Resposta", ("O que é", "Explique"), "Ver resposta", "Conclusão", "Sumário", "Voltar ao topo", "Em breve",
        ("Pergunta", "Resposta"), "Exemplo", "Perguntas de entrevista", "Resposta correta", ("Está no fundo do barco.", "Um pedaço de madeira."),
    ),
    "ru": Says(
        "Вопрос", "Ответ", ("Что такое", "Объясните"), "Показать ответ", "Заключение", "Содержание", "Наверх", "Скоро будет",
        ("Вопрос", "Ответ"), "Пример", "Вопросы на собеседовании", "Правильный ответ", ("Он внизу лодки.", "Это столб из дерева."),
    ),
    "sv": Says(
        "Fråga", "Svar", ("Vad är", "Förklara"), "Visa svar", "Sammanfattning", "Innehåll", "Till toppen", "Kommer snart",
        ("Fråga", "Svar"), "Exempel", "Intervjufrågor", "Rätt svar", ("Den är längst ner.", "Det är en bit trä."),
    ),
    "tr": Says(
        "Soru", "Cevap", ("Nasıl yapılır", "Açıklayın"), "Cevabı göster", "Sonuç", "İçindekiler", "Başa dön", "Yakında",
        ("Soru", "Cevap"), "Örnek", "Mülakat soruları", "Doğru cevap", ("Bu teknenin en altında.", "Bir ağaç direk."),
    ),
    "uk": Says(
        "Питання", "Відповідь", ("Що таке", "Поясніть"), "Показати відповідь", "Висновки", "Зміст", "Нагору", "Незабаром",
        ("Питання", "Відповідь"), "Приклад", "Питання на співбесіді", "Правильна відповідь", ("Він унизу човна.", "Це стовп із дерева."),
    ),
    "vi": Says(
        "Câu hỏi", "Trả lời", ("Tại sao", "Giải thích"), "Xem đáp án", "Kết luận", "Mục lục", "Lên đầu trang", "Đang cập nhật",
        ("Câu hỏi", "Trả lời"), "Ví dụ", "Câu hỏi phỏng vấn", "Đáp án đúng", ("Nó ở đáy của thuyền.", "Đó là một cây gỗ."),
    ),
    "zh": Says(
        "问", "答", ("什么是", "请介绍"), "查看答案", "总结", "目录", "返回顶部", "待补充",
        ("问题", "答案"), "示例", "面试题", "正确答案", ("它在船的底部。", "一根木头柱子。"),
    ),
    "zh-Hant": Says(
        "問題", "解答", ("什麼是", "請說明"), "顯示答案", "總結", "目錄", "回到頂部", "待補充",
        ("問題", "解答"), "範例", "面試題", "正確答案", ("它在船的底部。", "一根木頭柱子。"),
    ),
    "da": Says(
        "Spørgsmål", "Svar", ("Hvad er", "Forklar"), "Vis svar", "Konklusion", "Indhold", "Til toppen", "Kommer snart",
        ("Spørgsmål", "Svar"), "Eksempel", "Interviewspørgsmål", "Rigtigt svar", ("Den er på bunden.", "Det er et stykke træ."),
    ),
    "el": Says(
        "Ερώτηση", "Απάντηση", ("Τι είναι", "Εξηγήστε"), "Δείτε την απάντηση", "Συμπέρασμα", "Περιεχόμενα", "Επιστροφή στην αρχή", "Σύντομα",
        ("Ερώτηση", "Απάντηση"), "Παράδειγμα", "Ερωτήσεις συνέντευξης", "Σωστή απάντηση", ("Είναι στον πάτο.", "Ένα κομμάτι ξύλο."),
    ),
    "fa": Says(
        "سوال", "پاسخ", ("چرا", "چگونه"), "نمایش پاسخ", "نتیجه‌گیری", "فهرست مطالب", "بازگشت به بالا", "به زودی",
        ("سوال", "پاسخ"), "مثال", "سوالات مصاحبه", "پاسخ صحیح", ("این در پایین قایق است.", "یک تکه چوب."),
    ),
    "fi": Says(
        "Kysymys", "Vastaus", ("Mikä on", "Selitä"), "Näytä vastaus", "Yhteenveto", "Sisällysluettelo", "Takaisin ylös", "Tulossa pian",
        ("Kysymys", "Vastaus"), "Esimerkki", "Haastattelukysymykset", "Oikea vastaus", ("Se on veneen pohjassa.", "Pala puuta, joka on pitkä."),
    ),
    "hi": Says(
        "प्रश्न", "उत्तर", ("क्या है", "समझाइए"), "उत्तर देखें", "निष्कर्ष", "विषय सूची", "वापस ऊपर", "जल्द ही",
        ("प्रश्न", "उत्तर"), "उदाहरण", "साक्षात्कार प्रश्न", "सही उत्तर", ("यह नाव के नीचे है.", "एक लकड़ी का खंभा."),
    ),
    "hu": Says(
        "Kérdés", "Válasz", ("Mi az a", "Magyarázd el"), "Válasz megjelenítése", "Összefoglalás", "Tartalomjegyzék", "Vissza a tetejére", "Hamarosan",
        ("Kérdés", "Válasz"), "Példa", "Interjúkérdések", "Helyes válasz", ("Ez a hajó alján van.", "Egy darab fa."),
    ),
    "no": Says(
        "Spørsmål", "Svar", ("Hva er", "Forklar"), "Vis svar", "Konklusjon", "Innhold", "Til toppen", "Kommer snart",
        ("Spørsmål", "Svar"), "Eksempel", "Intervjuspørsmål", "Riktig svar", ("Den er på bunnen.", "Det er et stykke tre."),
    ),
    "ro": Says(
        "Întrebare", "Răspuns", ("Ce este", "Explicați"), "Vezi răspunsul", "Concluzii", "Cuprins", "Înapoi sus", "În curând",
        ("Întrebare", "Răspuns"), "Exemplu", "Întrebări de interviu", "Răspuns corect", ("Este pe fundul bărcii.", "O bucată de lemn."),
    ),
    "th": Says(
        "คำถาม", "คำตอบ", ("ทำไม", "อธิบาย"), "ดูคำตอบ", "สรุป", "สารบัญ", "กลับไปด้านบน", "กำลังเขียน",
        ("คำถาม", "คำตอบ"), "ตัวอย่าง", "คำถามสัมภาษณ์งาน", "คำตอบที่ถูกต้อง", ("มันอยู่ใต้เรือ", "ไม้หนึ่งต้น"),
    ),
}  # fmt: skip

KEEL, MAST = "Keel", "Mast"


def cards(article: str) -> list[tuple[str, str]]:
    """Return the titles and answers of the cards."""
    return [
        (line.partition(" | ")[2].partition(" -> ")[0], line.partition(" -> ")[2])
        for line in outline(article)
        if not line.startswith("!")
    ]


Compared = tuple[object, object]
"""What is read of an article, and what is right."""


def labels(says: Says) -> Compared:
    keel, mast = says.prose
    article = f"# Tides\n\n{says.question}: {KEEL}\n\n{says.answer}: {keel}\n\n{says.question}: {MAST}\n\n{says.answer}: {mast}\n"
    return cards(article), [(KEEL, keel), (MAST, mast)]


def openers(says: Says) -> Compared:
    (keel, mast), titles = (
        says.prose,
        [f"{opener} {thing}" for opener, thing in zip(says.openers, (KEEL, MAST), strict=True)],
    )
    return cards(f"# Tides\n\n## {titles[0]}\n\n{keel}\n\n## {titles[1]}\n\n{mast}\n"), [
        *zip(titles, says.prose, strict=True)
    ]


def folds(says: Says) -> Compared:
    parts = [
        f"## {thing}\n\n<details><summary>{says.fold}</summary>\n\n{text}\n\n</details>\n"
        for thing, text in zip((KEEL, MAST), says.prose, strict=True)
    ]
    return cards("# Tides\n\n" + "\n".join(parts)), [*zip((KEEL, MAST), says.prose, strict=True)]


def frames(says: Says) -> Compared:
    keel, mast = says.prose
    article = f"# Tides\n\n## 1. {KEEL}\n\n{keel}\n\n## 2. {MAST}\n\n{mast}\n\n## {says.frame}\n\nEnd.\n"
    return cards(article), [(KEEL, keel), (MAST, mast)]


def contents(says: Says) -> Compared:
    keel, mast = says.prose
    links = f"### {says.contents}\n\n- [{MAST}](#mast)\n"
    article = f"# Tides\n\n## {KEEL}?\n\n{keel}\n\n{links}\n## {MAST}?\n\n{mast}\n"
    return cards(article), [(f"{KEEL}?", keel), (f"{MAST}?", mast)]


def links_back(says: Says) -> Compared:
    keel, mast = says.prose
    article = f"# Tides\n\n## {KEEL}?\n\n{keel}\n\n[{says.back}](README.md#start)\n\n## {MAST}?\n\n{mast}\n"
    return cards(article), [(f"{KEEL}?", keel), (f"{MAST}?", mast)]


def placeholders(says: Says) -> Compared:
    article = f"# Tides\n\n## {KEEL}?\n\n{says.placeholder}\n\n## {MAST}?\n\n{says.prose[1]}\n"
    return outline(article), [f"7 | {MAST}? -> {says.prose[1]}", "! 3 empty-answer"]


def heads(says: Says) -> Compared:
    rows = "".join(f"| {thing} | {text} |\n" for thing, text in zip((KEEL, MAST), says.prose, strict=True))
    article = f"# Tides\n\n| {says.heads[0]} | {says.heads[1]} |\n|---|---|\n{rows}"
    return cards(article), [*zip((KEEL, MAST), says.prose, strict=True)]


def parts(says: Says) -> Compared:
    keel, mast = says.prose
    article = f"# Tides\n\n## {KEEL}?\n\n{keel}\n\n## {says.part}\n\n```\nx\n```\n\n## {MAST}?\n\n{mast}\n"
    return [title for title, _ in cards(article)], [f"{KEEL}?", f"{MAST}?"]


def titles(says: Says) -> Compared:
    keel, mast = says.prose
    article = f"# {says.title}\n\n## {KEEL}\n\n{keel}\n\n## {MAST}\n\n{mast}\n"
    return cards(article), [(KEEL, keel), (MAST, mast)]


def right_options(says: Says) -> Compared:
    parts = [
        f"## {thing}?\n\n- A) {text}\n- B) {thing}\n\n{says.right}: B\n"
        for thing, text in zip((KEEL, MAST), says.prose, strict=True)
    ]
    pairs = read_pairs("# Tides\n\n" + "\n".join(parts))
    return [("A)" in pair.question, "A)" in pair.answer, "B" in pair.answer) for pair in pairs], [
        (True, False, True)
    ] * 2


CONSTRUCTED: list[Callable[[Says], Compared]] = [
    labels, openers, folds, frames, contents, links_back, placeholders, heads, parts, titles, right_options,
]  # fmt: skip


@pytest.mark.parametrize("construct", CONSTRUCTED, ids=lambda construct: construct.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_it_in_its_own_words(language: str, construct: Callable[[Says], Compared]) -> None:
    found, right = construct(LANGUAGES[language])
    assert found == right


@pytest.mark.parametrize("language", list_languages())
def test_a_table_has_every_kind(language: str) -> None:
    table = read_phrases(language)
    assert CONSTRUCTS - table.keys() == set()
    assert {kind for kind in CONSTRUCTS if not table[kind]} <= MAY_BE_EMPTY
    assert [phrase for phrases in table.values() for phrase in phrases if phrase.count("…") > 1] == []


def test_every_language_with_a_table_has_examples_here() -> None:
    assert set(list_languages()) == {code.partition("-")[0] for code in LANGUAGES}


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        pytest.param(
            "Come along winches are pulled by hand, and they hold a boat.", ("en",), id="Italian come in English"
        ),
        pytest.param("Was the keel of the boat made of wood? It was.", ("en",), id="German was in English"),
        pytest.param("Comment the code that you die to read.", ("en",), id="French comment, German die in English"),
        pytest.param("Come si tira una barca che non è in acqua?", ("en", "it"), id="Italian"),
        pytest.param("Was ist ein Kiel, und wie wird er gebaut?", ("de", "en"), id="German"),
        pytest.param("Kiel nedir ve nasıl yapılır?", ("en", "tr"), id="Turkish"),
        pytest.param("Como se faz uma quilha, e para que ela é usada?", ("en", "pt"), id="Portuguese"),
        pytest.param("The keel is below. 龙骨", ("en", "ja", "zh"), id="a word in letters of its own"),
        pytest.param("Киль внизу.", ("en", "ru", "uk"), id="languages of the same letters"),
        pytest.param(
            "The keel is below the boat, and it is made of wood. " * 20 + "Perché?",
            ("en",),
            id="one foreign word of 240",
        ),
        pytest.param(
            "The keel is below the boat, and it is made of wood. " * 7 + "Perché?", ("en", "it"), id="one of 85"
        ),
        pytest.param("", ("en",), id="nothing said"),
    ],
)
def test_an_articles_own_words_tell_its_languages(text: str, languages: tuple[str, ...]) -> None:
    assert set(Words.of([text]).languages) >= set(languages)
    if languages == ("en",):
        assert Words.of([text]).languages == languages


ENGLISH, ITALIAN = (
    "They are pulled by hand, and they hold a boat.",
    "Si tirano a mano, e tengono una barca che non è legata.",
)


def test_a_word_asks_only_in_an_article_of_its_language() -> None:
    article = "# Winches\n\n## Come along winches\n\n{0}\n\n## Drums\n\n{0}\n\n## Come down winches\n\n{0}\n"
    assert cards(article.format(ENGLISH)) == []
    assert [title for title, _ in cards(article.format(ITALIAN))][:1] == ["Come along winches"]


def test_the_languages_of_an_article_are_forgotten_behind_it() -> None:
    outline("# Winches\n\n## What pulls?\n\nA hand.\n")
    assert spoken() is ALL
    assert asks_something("Come along winches")


def test_what_asks_is_remembered_for_each_set_of_languages() -> None:
    english, italian = Words.of([ENGLISH]), Words.of([ITALIAN])
    for _ in range(2):
        assert [asks_something("Come along winches", words) for words in (english, italian)] == [False, True]
    with speak(english):
        assert not asks_something("Come along winches")
    assert Words.of([ENGLISH]) is english


@pytest.mark.parametrize(
    ("phrase", "said", "not_said"),
    [
        ("answers?", ["answer", "ANSWERS", "answer 3", "answer:"], ["answering", "reanswer", "answer_key"]),
        ("(the |an )?answer", ["answer", "an answer", "the  answer"], ["theanswer"]),
        ("(show|view) it", ["show it", "view it"], ["shop it", "show"]),
        ("contribut*", ["contribute", "contributing"], ["contribs"]),
        ("thanks …", ["thanks", "thanks to all who row"], ["thanksgiving"]),
        ("… questions", ["questions", "a hundred questions"], ["questionsheets"]),
        ("…fragen", ["fragen", "prüfungsfragen"], ["fragend"]),
        ("(first|top) #", ["top 50"], ["top ten"]),
        ("can't", ["can't", "can’t"], ["cant"]),
        ("what is$", ["what is", "what is…"], ["what is it"]),
        ("解答", ["解答", "正解答案"], ["解"]),
    ],
)
def test_a_phrase_says_more_than_one_thing(phrase: str, said: list[str], not_said: list[str]) -> None:
    pattern = re.compile(any_of([phrase]), re.IGNORECASE)
    assert [text for text in said if not pattern.search(text)] == []
    assert [text for text in not_said if pattern.search(text)] == []


def test_the_longest_phrase_is_taken() -> None:
    found = re.match(longest_of(["(短い)?答", "答案?", "答案集"]), "答案集は")
    assert found is not None
    assert found[0] == "答案集"
