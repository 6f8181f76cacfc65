"""Messages as real mail programs and servers make them, each with what must become of it.

Written after the quirks that Chinese providers, phones, gateways and bounces are known for; every
one is built here from its parts, with the unit's real workbook inside.
"""

from __future__ import annotations

import base64
import gzip
import io
import quopri
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SOFT_BREAK = "=\n"
FROM = "From: nyj@example.invalid"


@dataclass(frozen=True)
class Nasty:
    """A message and the outcomes of what is in it, in order."""

    name: str
    data: bytes
    outcomes: tuple[str, ...]


def b64(data: bytes) -> str:
    return base64.encodebytes(data).decode()


def word(text: str, charset: str = "utf-8", kind: str = "B") -> str:
    """An encoded word."""
    data = text.encode(charset)
    if kind == "B":
        return f"=?{charset}?B?{base64.b64encode(data).decode()}?="
    return f"=?{charset}?Q?{quopri.encodestring(data, header=True).decode().replace(SOFT_BREAK, '')}?="


def part(headers: list[str], body: str) -> str:
    return "\n".join([*headers, "", body])


def multipart(headers: list[str], parts: list[str], kind: str = "mixed", boundary: str = "=_x") -> bytes:
    lines = [*headers, "MIME-Version: 1.0", f'Content-Type: multipart/{kind}; boundary="{boundary}"', ""]
    for one in parts:
        lines += [f"--{boundary}", one]
    return "\n".join([*lines, f"--{boundary}--", ""]).encode("utf-8", "surrogateescape")


def attached(data: bytes, type_line: str, disposition: str = "", encoding: str = "base64") -> str:
    headers = [f"Content-Type: {type_line}", f"Content-Transfer-Encoding: {encoding}"]
    if disposition:
        headers.append(f"Content-Disposition: {disposition}")
    return part(headers, b64(data))


TEXT = part(["Content-Type: text/plain; charset=utf-8"], "见附件")


def dsn(original: str, action: str = "failed", kind: str = 'report; report-type="delivery-status"') -> bytes:
    status = f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; nyj@example.invalid\nAction: {action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n"
    return multipart(
        ["From: MAILER-DAEMON@mx", "Subject: Undelivered"],
        [
            part(["Content-Type: text/plain"], "sorry"),
            part(["Content-Type: message/delivery-status"], status),
            original,
        ],
        kind,
    )


def messages(workbook: bytes, blank: bytes, tag: str) -> Iterator[Nasty]:
    """`workbook` is a return of unit 031, `blank` its workbook as issued, `tag` the subject's ``[ID-031]``."""
    subject = f"Subject: {word('回复：' + tag)}"
    head = [FROM, subject]
    name = "031-农业农村局.xlsx"
    gbk = name.encode("gb18030")
    plain = f'{XLSX}; name="a.xlsx"'

    def one(name_: str, data: bytes, *outcomes: str) -> Nasty:
        return Nasty(name_, data, outcomes)

    def simple(name_: str, type_line: str, disposition: str = "", *outcomes: str) -> Nasty:
        body = multipart(head, [TEXT, attached(workbook, type_line, disposition)])
        return one(name_, body, *(outcomes or ("taken",)))

    # names of attachments
    yield simple("RFC 2231", XLSX, f"attachment; filename*=utf-8''{quote(name)}")
    pieces = [quote(name)[i : i + 11] for i in range(0, len(quote(name)), 11)]
    continued = "; ".join(
        f"filename*{i}*={'utf-8' + chr(39) * 2 if not i else ''}{p}" for i, p in enumerate(pieces)
    )
    yield simple("RFC 2231 in pieces, cut inside characters", XLSX, f"attachment; {continued}")
    yield simple("RFC 2231 in GBK", XLSX, f"attachment; filename*=gb2312''{quote(gbk)}")
    yield simple("encoded word as a name", f'{XLSX}; name="{word(name)}"')
    yield simple(
        "encoded word in GBK called gb2312", f'{XLSX}; name="=?gb2312?B?{base64.b64encode(gbk).decode()}?="'
    )
    cut = name.encode()
    halves = [base64.b64encode(half).decode() for half in (cut[:8], cut[8:])]
    yield simple(
        "a character cut between two words",
        XLSX + ';\n name="' + "\n ".join(f"=?utf-8?B?{h}?=" for h in halves) + '"',
    )
    yield simple("encoded word, unquoted and folded", f"{XLSX};\n\tname={word(name)}")
    yield simple("Q encoding", f'{XLSX}; name="{word(name, "gb18030", "Q")}"')
    raw = multipart(head, [TEXT, attached(workbook, f'{XLSX}; name="\udcff"')]).replace(b"\xff", gbk)
    yield one("raw GBK bytes in a header", raw, "taken")
    yield simple("raw UTF-8 in a header", f'{XLSX}; name="{name}"')
    yield simple("a path as a name", f'{XLSX}; name="C:\\\\tmp\\\\a.xlsx"')
    yield simple("climbing out of the folder", f'{XLSX}; name="../../../../etc/a.xlsx"')
    yield simple("a name with a line break", f'{XLSX};\n name="a\n b.xlsx"')
    yield simple("a reserved name of Windows", f'{XLSX}; name="con.xlsx"')
    yield simple("a very long name", f'{XLSX}; name="{"x" * 600}.xlsx"')
    yield simple("name only in the disposition", "application/octet-stream", 'attachment; filename="a.xlsx"')
    yield simple("upper-case suffix", f'{XLSX}; name="A.XLSX"')
    # where attachments hide
    yield simple("inline, as phones send it", plain, 'inline; filename="a.xlsx"')
    yield simple("declared as text", 'text/plain; name="a.xlsx"', 'attachment; filename="a.xlsx"')
    yield simple("declared as a picture", 'image/png; name="a.xlsx"')
    yield simple("declared as old Excel", 'application/vnd.ms-excel; name="a.xls"')
    inner = multipart([FROM, "Subject: inner"], [TEXT, attached(workbook, plain)], boundary="=_in")
    yield one("forwarded as an attachment",
              multipart(head, [TEXT, part(["Content-Type: message/rfc822"], inner.decode())]), "taken")  # fmt: skip
    yield one("forwarded, encoded", multipart(head, [TEXT, attached(inner, "message/rfc822")]), "taken")
    yield one("a saved mail as a file",
              multipart(head, [TEXT, attached(inner, 'application/octet-stream; name="m.eml"')]), "taken")  # fmt: skip
    related = multipart([], [TEXT, attached(workbook, plain)], "related", "=_rel").decode()
    yield one("related inside mixed", multipart(head, [related.strip()], "mixed", "=_out"), "taken")
    yield one("the message is the file", "\n".join([*head, attached(workbook, plain)]).encode(), "taken")
    # several files
    yield one("two copies of the same file",
              multipart(head, [attached(workbook, plain), attached(workbook, f'{XLSX}; name="b.xlsx"')]), "taken", "same")  # fmt: skip
    yield one("with a picture and a signature",
              multipart(head, [attached(b"\x89PNG\r\n", 'image/png; name="logo.png"'), attached(workbook, plain)]), "skipped", "taken")  # fmt: skip
    yield one("the blank workbook sent back", multipart(head, [TEXT, attached(blank, plain)]), "blank")
    yield one("a broken workbook", multipart(head, [TEXT, attached(workbook[:3000], plain)]), "refused")
    yield one("an empty file", multipart(head, [TEXT, attached(b"", plain)]), "no-file")
    yield one(
        "a Word file only",
        multipart(head, [TEXT, attached(b"PK\x03\x04", 'application/msword; name="a.docx"')]),
        "refused",
    )
    yield one(
        "a rar archive",
        multipart(head, [TEXT, attached(b"Rar!\x1a\x07\x00", 'application/x-rar; name="a.rar"')]),
        "refused",
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("报送/a.xlsx", workbook)
    yield one(
        "in a zip",
        multipart(head, [TEXT, attached(archive.getvalue(), 'application/zip; name="a.zip"')]),
        "taken",
    )
    yield one(
        "a gzip called xlsx", multipart(head, [TEXT, attached(gzip.compress(workbook), plain)]), "refused"
    )
    # bodies and headers that break parsers
    yield one("nothing but a text", "\n".join([*head, "", "稍后报送"]).encode("gb18030"), "no-file")
    yield one(
        "an unknown charset",
        "\n".join([*head, "Content-Type: text/plain; charset=x-unknown", "", "x"]).encode(),
        "no-file",
    )
    yield one("no header at all", b"\n\nhello", "no-file")
    yield one("nothing", b"", "no-file")
    yield one("zero bytes", b"\0" * 2000, "no-file")
    yield one(
        "a boundary that never ends",
        multipart(head, [TEXT, attached(workbook, plain)]).replace(b"--=_x--", b""),
        "taken",
    )
    yield one(
        "no boundary given",
        b"\n".join([FROM.encode(), b"Content-Type: multipart/mixed", b"", b"--x", b"", b"y"]),
        "no-file",
    )
    yield one(
        "broken base64", multipart(head, [TEXT, attached(b"PK", plain).replace("UEs=", "U*E=s==")]), "refused"
    )
    deep = "x"
    for level in range(60):
        deep = multipart([], [deep], "mixed", f"=_{level}").decode()
    yield one("sixty levels deep", (FROM + "\n" + deep).encode(), "no-file")
    yield one(
        "thousands of levels", (FROM + "\n" + "Content-Type: message/rfc822\n\n" * 4000).encode(), "no-file"
    )
    yield one(
        "ten thousand headers",
        b"X: y\n" * 10_000 + multipart(head, [TEXT, attached(workbook, plain)]),
        "taken",
    )
    # bounces, notices, automata
    original = part(
        ["Content-Type: message/rfc822"],
        multipart(head, [TEXT, attached(blank, plain)], "mixed", "=_o").decode(),
    )
    yield one("a bounce quoting our mail", dsn(original), "bounce")
    headers = part(["Content-Type: text/rfc822-headers"], "Subject: x")
    yield one("a bounce that is multipart/mixed", dsn(headers, kind="mixed"), "bounce")
    told = "<div>您的邮件<b>无法发送到</b> nyj@example.invalid<br>退信原因：对方邮箱不存在。550 Mailbox not found</div>"
    yield one(
        "a bounce that is only a letter",
        multipart(
            ["From: PostMaster@qq.com", f"Subject: {word('来自qq.com的退信')}"],
            [part(["Content-Type: text/html; charset=utf-8"], told), attached(blank, plain)],
        ),
        "bounce",
    )
    yield one("delayed is no bounce", dsn(original, "delayed"), "delayed")
    auto = [FROM, f"Subject: {word('自动回复：我已出差')}"]
    yield one("an automatic reply by its subject", "\n".join([*auto, "", "x"]).encode(), "auto")
    yield one(
        "an automatic reply of QQ", "\n".join([*head, "X-QQ-AUTO-REPLY: true", "", "x"]).encode(), "auto"
    )
    yield one(
        "an automatic reply by the book",
        "\n".join([*head, "Auto-Submitted: auto-replied", "", "x"]).encode(),
        "auto",
    )
    yield one("a return from a mailer that calls itself automatic",
              multipart([*head, "Auto-Submitted: auto-generated"], [attached(workbook, plain)]), "taken")  # fmt: skip
    link = "从QQ邮箱发来的超大附件 https://mail.qq.com/cgi-bin/ftnExs_download?k=1"
    yield one(
        "a link instead of a file",
        "\n".join([*head, "Content-Type: text/html; charset=gb18030", "", link]).encode("gb18030"),
        "link",
    )
