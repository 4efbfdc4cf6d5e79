"""Small inputs of our own making: the same report in each format and each of the ten languages, as bytes."""

import bz2
import gzip
import html
import io
import json
import lzma
import tarfile
import zipfile
from email.message import EmailMessage

DAY = "2018-02-14"
REPORTS = {
    "nl": (
        "Seoul stelt overleg voor",
        "Zuid-Korea heeft woensdag aan het noorden voorgesteld om volgende maand weer te overleggen.",
        "Pyongyang liet weten dat het voorstel wordt bestudeerd, maar noemde nog geen datum.",
    ),
    "en": (
        "Seoul proposes talks",
        "South Korea proposed on Wednesday that the two sides return to the table next month.",
        "Pyongyang said that it was studying the proposal, but it did not name a date.",
    ),
    "de": (
        "Seoul schlägt Gespräche vor",
        "Südkorea hat am Mittwoch vorgeschlagen, im nächsten Monat wieder miteinander zu sprechen.",
        "Pjöngjang teilte mit, der Vorschlag werde geprüft, nannte aber noch keinen Termin.",
    ),
    "fr": (
        "Séoul propose des pourparlers",
        "La Corée du Sud a proposé mercredi de reprendre les pourparlers le mois prochain.",
        "Pyongyang a répondu que la proposition était à l'étude, sans donner de date.",
    ),
    "es": (
        "Seúl propone conversaciones",
        "Corea del Sur propuso el miércoles volver a la mesa de negociaciones el mes que viene.",
        "Pyongyang respondió que estudia la propuesta, aunque no señaló ninguna fecha.",
    ),
    "ru": (
        "Сеул предлагает переговоры",
        "Южная Корея предложила в среду вернуться к переговорам в следующем месяце.",
        "В Пхеньяне сообщили, что предложение изучается, однако дату не назвали.",
    ),
    "zh": (
        "首尔提议举行会谈",
        "韩国星期三提议双方下个月重新回到谈判桌前，就缓和局势交换意见。",
        "平壤方面表示正在研究这一提议，但没有说明具体日期。",
    ),
    "ja": (
        "ソウルが協議を提案",
        "韓国は水曜日、来月に再び交渉の席に着くことを北朝鮮に提案しました。",
        "平壌は提案を検討していると述べましたが、日程は明らかにしていません。",
    ),
    "ko": (
        "서울, 회담을 제안하다",
        "한국 정부는 수요일에 다음 달 다시 협상 자리에 앉자고 북측에 제안했다.",
        "평양은 제안을 검토하고 있다고 밝혔으나 날짜는 말하지 않았다.",
    ),
    "ar": (
        "سيول تقترح إجراء محادثات",
        "اقترحت كوريا الجنوبية يوم الأربعاء العودة إلى طاولة المفاوضات في الشهر المقبل.",
        "وقالت بيونغ يانغ إنها تدرس الاقتراح، لكنها لم تحدد موعدا لذلك.",
    ),
}
COLUMN_NAMES = {
    "nl": ("kop", "tekst", "datum"),
    "en": ("headline", "body", "published_at"),
    "de": ("Überschrift", "Inhalt", "Erscheinungsdatum"),
    "fr": ("titre", "contenu", "date de publication"),
    "es": ("titular", "cuerpo", "fecha"),
    "ru": ("заголовок", "текст", "дата"),
    "zh": ("标题", "正文", "发布日期"),
    "ja": ("見出し", "本文", "公開日"),
    "ko": ("제목", "본문", "날짜"),
    "ar": ("العنوان", "النص", "تاريخ النشر"),
}


def as_text(language):
    _, first, second = REPORTS[language]
    return f" date 2018-02 {first}\n\n{second}\n".encode()


def as_markdown(language):
    title, first, second = REPORTS[language]
    return (
        f'---\ntitle: "{title}"\ndate: {DAY}\noutlet: De Proef\nlang: {language}\n---\n\n{first}\n\n{second}\n'.encode()
    )


def as_toml_markdown(language):
    title, first, second = REPORTS[language]
    return f'+++\ntitle = "{title}"\ndate = {DAY}\n+++\n{first}\n\n{second}\n'.encode()


def as_html(language):
    title, first, second = REPORTS[language]
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{DAY}T09:30:00+01:00"><meta property="og:title" '
        f'content="{title}"></head><body>'
        f'<nav><a href="/">x</a></nav><article><h1>{title}</h1><p>{first} {second}</p><p>{second} {first}</p>'
        f"</article></body></html>"
    ).encode()


def as_json(language):
    title, first, second = REPORTS[language]
    heading, body, date = COLUMN_NAMES[language]
    return json.dumps(
        {"articles": [{heading: title, body: f"{first}\n\n{second}", date: DAY}]}, ensure_ascii=False
    ).encode()


def as_jsonl(language):
    title, first, second = REPORTS[language]
    heading, body, date = COLUMN_NAMES[language]
    record = json.dumps({heading: title, body: f"{first}\n\n{second}", date: DAY}, ensure_ascii=True)
    return f"{record}\n".encode()


def as_csv(language, delimiter=","):
    title, first, second = REPORTS[language]
    rows = [COLUMN_NAMES[language], (title, f"{first}\n\n{second}", DAY)]
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows).encode("utf-8-sig")


def as_tsv(language):
    return as_csv(language, "\t")


def as_excel(language):
    import datetime

    import openpyxl

    title, first, second = REPORTS[language]
    book = openpyxl.Workbook()
    book.active.append(COLUMN_NAMES[language])
    book.active.append((title, f"{first}\n\n{second}", datetime.datetime(2018, 2, 14)))
    return _saved(book.save)


def as_parquet(language):
    import datetime

    import pyarrow
    import pyarrow.parquet

    title, first, second = REPORTS[language]
    heading, body, date = COLUMN_NAMES[language]
    table = pyarrow.table({heading: [title], body: [f"{first}\n\n{second}"], date: [datetime.date(2018, 2, 14)]})
    return _saved(lambda stream: pyarrow.parquet.write_table(table, stream))


def as_rss(language):
    title, first, second = REPORTS[language]
    content = html.escape(f"<p>{first}</p><p>{second}</p>")
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>De Proef</title><language>'
        f"{language}</language><item>"
        f"<title>{title}</title><link>https://example.org/{language}</link><pubDate>Wed, 14 Feb 2018 09:30:00 "
        f"+0100</pubDate>"
        f"<description>{content}</description></item></channel></rss>"
    ).encode()


def as_atom(language):
    title, first, second = REPORTS[language]
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">'
        f"<title>De Proef</title><entry>"
        f"<title>{title}</title><id>urn:x:{language}</id><published>{DAY}T09:30:00Z</published><updated>"
        f"2019-01-01T00:00:00Z</updated>"
        f'<content type="html">{html.escape(f"<p>{first}</p><p>{second}</p>")}</content></entry></feed>'
    ).encode()


def as_sgml(language):
    title, first, second = REPORTS[language]
    return (
        f'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n<REUTERS NEWID="1"><DATE>14-FEB-2018 15:01:01.79</DATE><TEXT>'
        f"&#2;\n<TITLE>{title}</TITLE>"
        f"<BODY>{first}\n    {second}\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n"
    ).encode()


def as_nitf(language):
    title, first, second = REPORTS[language]
    return (
        f'<?xml version="1.0" encoding="utf-8"?><nitf><head><title>x</title><docdata><date.issue '
        f'norm="20180214T093000Z"/></docdata>'
        f'<pubdata name="De Proef"/></head><body><body.head><hedline><hl1>{title}</hl1></hedline></body.head>'
        f"<body.content><p>{first}</p><p>{second}</p></body.content></body></nitf>"
    ).encode()


def as_newsml(language):
    title, first, second = REPORTS[language]
    return (
        f'<?xml version="1.0" encoding="utf-8"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" '
        f'xml:lang="{language}"><itemMeta>'
        f"<versionCreated>2018-02-20T00:00:00Z</versionCreated><firstCreated>{DAY}T09:30:00Z</firstCreated>"
        f"</itemMeta><contentMeta>"
        f"<headline>{title}</headline></contentMeta><contentSet><inlineXML><html "
        f'xmlns="http://www.w3.org/1999/xhtml"><body><p>{first}</p>'
        f"<p>{second}</p></body></html></inlineXML></contentSet></newsItem>"
    ).encode()


def as_mail(language):
    title, first, second = REPORTS[language]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "persdienst@example.org", "lezer@example.org", title
    message["Date"], message["Message-ID"] = "Wed, 14 Feb 2018 09:30:00 +0100", f"<{language}@example.org>"
    message.set_content(f"{first}\n\n{second}\n")
    message.add_alternative(f"<p>{first}</p><p>{second}</p>", subtype="html")
    return message.as_bytes()


def as_mailbox(language):
    return b"From persdienst@example.org Wed Feb 14 09:30:00 2018\n" + as_mail(language) + b"\n"


def as_docx(language):
    import docx

    title, first, second = REPORTS[language]
    book = docx.Document()
    book.add_heading(title, 0)
    for paragraph in (first, second):
        book.add_paragraph(paragraph)
    return _saved(book.save)


def as_odt(language):
    title, first, second = REPORTS[language]
    office, words = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = (
        f'<o:document-content xmlns:o="{office}" xmlns:t="{words}"><o:body><o:text><t:h>{title}</t:h>'
        f"<t:p>{first}<o:annotation><t:p>a comment</t:p></o:annotation></t:p><t:p>{second}</t:p></o:text>"
        f"</o:body></o:document-content>"
    )
    meta = (
        f'<o:document-meta xmlns:o="{office}" xmlns:d="http://purl.org/dc/elements/1.1/"><o:meta><d:title>'
        f"{title}</d:title></o:meta>"
        "</o:document-meta>"
    )
    return as_zip(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            "meta.xml": meta.encode(),
        }
    )


def as_rtf(language):
    title, first, second = REPORTS[language]
    body = "\\par\n".join(
        "".join(character if character.isascii() else f"\\u{ord(character)}?" for character in line)
        for line in (title, first, second)
    )
    return f"{{\\rtf1\\ansi\\ansicpg1252\\uc1 {body}\\par}}".encode()


def as_pdf(language):
    """Return a PDF of one page: a font that maps each character's code to itself, as office programs' PDFs do."""
    lines = [line[::-1] if language == "ar" else line for line in REPORTS[language]]  # drawn from left to right
    codes = sorted({ord(character) for line in lines for character in line})
    mapping = "".join(f"<{code:04x}> <{code:04x}>\n" for code in codes)
    cmap = (
        f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 "
        f"begincodespacerange <0000> <ffff> "
        f"endcodespacerange {len(codes)} beginbfchar\n{mapping}endbfchar endcmap end end"
    )
    shown = " ".join(
        f"BT /F1 12 Tf 40 {760 - 40 * number} Td <{line.encode('utf-16-be').hex()}> Tj ET"
        for number, line in enumerate(lines)
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R "
        ">> >> >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Helvetica /Encoding /Identity-H /DescendantFonts [6 0 R] "
        "/ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Helvetica /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /DW 600 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    return assemble_pdf(objects)


def as_scanned_pdf():
    return assemble_pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
    )


def assemble_pdf(objects):
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
        + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def as_warc(language):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    for address, kind, content in (
        (f"https://example.org/{language}.html", "text/html; charset=utf-8", as_html(language)),
        ("https://example.org/a.css", "text/css", b"p {}"),
    ):
        head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(content),
                http_headers=head,
                warc_headers_dict={"WARC-Date": "2020-01-01T00:00:00Z"},
            )
        )
    return stream.getvalue()


def as_zip(members):
    """Return a zip archive of {name: bytes}."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def as_tar(members, mode="w:gz"):
    """Return a tar archive of {name: bytes, or a TarInfo without content}."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name, content in members.items():
            member = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            if isinstance(content, bytes):
                member.size = len(content)
            archive.addfile(member, io.BytesIO(content) if isinstance(content, bytes) else None)
    return stream.getvalue()


def _saved(save):
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


FORMATS = {
    "a.txt": as_text,
    "a.md": as_markdown,
    "b.md": as_toml_markdown,
    "a.html": as_html,
    "a.json": as_json,
    "a.jsonl": as_jsonl,
    "a.csv": as_csv,
    "a.tsv": as_tsv,
    "a.xlsx": as_excel,
    "a.parquet": as_parquet,
    "a.rss": as_rss,
    "a.atom": as_atom,
    "a.sgm": as_sgml,
    "nitf.xml": as_nitf,
    "newsml.xml": as_newsml,
    "a.eml": as_mail,
    "a.mbox": as_mailbox,
    "a.docx": as_docx,
    "a.odt": as_odt,
    "a.rtf": as_rtf,
    "a.pdf": as_pdf,
    "a.warc": as_warc,
}
PACKERS = {".gz": lambda content: gzip.compress(content, mtime=0), ".bz2": bz2.compress, ".xz": lzma.compress}
