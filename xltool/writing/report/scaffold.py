"""Form → the editable Word template: the official tables with a tag in each cell, and a tag a section.

It is made once for a form; the office may then edit the file.  Page and type follow
党政机关公文格式 GB/T 9704-2012.  Lengths are twips (1/20 pt) unless said otherwise.
"""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from xltool.core.form.boxes import Box, Grid
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form, Table
from xltool.core.form.section import Section
from xltool.core.text import zh
from xltool.writing.report.theme import theme

TEXT_WIDTH = 8844  # 156 mm
MARGIN = 10  # beside a figure: six digits of the small style fit every column
STYLE_NAMES = {
    "draft": "XT Draft",
    "title": "Title",
    "heading1": "heading 1",
    "heading2": "heading 2",
    "body": "XT Body",
    "cell": "XT Cell",
    "label": "XT Label",
    "small": "XT Cell Small",
}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TIGHT = f'<w:tcMar><w:left w:w="{MARGIN}" w:type="dxa"/><w:right w:w="{MARGIN}" w:type="dxa"/></w:tcMar>'


class Faces(NamedTuple):
    """The names of the faces of one set, by what they are for."""

    title: str
    body: str
    second: str
    first: str
    table: str


@lru_cache(16)
def scaffold(form: Form, fonts: str = "gb2312") -> bytes:
    """The template as bytes, in the faces of the set `fonts`; the same arguments give the same bytes."""
    faces = Faces(*zh.FONT_SETS[fonts])
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _rels({"rId1": ("officeDocument", "word/document.xml"),
                              "rId2": ("metadata/core-properties", "docProps/core.xml")}),
        "docProps/core.xml": _core(),
        "word/document.xml": _document(form),
        "word/_rels/document.xml.rels": _rels({
            "rId1": ("styles", "styles.xml"), "rId2": ("settings", "settings.xml"),
            "rId3": ("fontTable", "fontTable.xml"), "rId4": ("footer", "footer1.xml"),
            "rId5": ("footer", "footer2.xml"), "rId6": ("theme", "theme/theme1.xml")}),
        "word/styles.xml": _styles(faces),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(faces),
        "word/footer1.xml": _footer("right", "rightChars"),
        "word/footer2.xml": _footer("left", "leftChars"),
        "word/theme/theme1.xml": theme(faces.title, faces.body),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _run(text: str) -> str:
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    return f'<w:r>{hint}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(style: str, text: str, extra: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{_run(text)}</w:p>'


def _document(form: Form) -> str:
    body = [
        _paragraph("Title", "{{ unit }}"),
        _paragraph("Title", "{{ title }}", '<w:spacing w:after="579"/>'),
    ]
    for item in form.printed_order:
        if isinstance(item, Section):
            if item.title:
                body.append(_paragraph("Heading1", item.title))
            body.append(_paragraph("XTBody", f"{{{{p {item.id} }}}}"))
        else:
            # a long table starts a page, together with its heading
            alone = "<w:pageBreakBefore/>" if lay_out(form).grids[item.id].rows > 20 else ""
            body.append(_paragraph("Heading1", item.title, alone))
            body.append(_table(item, lay_out(form).grids[item.id]))
            body += [_paragraph("XTLabel", note) for note in item.foot_notes]
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1466" w:bottom="1984" w:left="1588" w:header="851" w:footer="1446"'
        ' w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
    )
    return f"{_HEAD}<w:document {W} {R}><w:body>{''.join(body)}{page}</w:body></w:document>"


def _widths(table: Table, grid: Grid) -> list[int]:
    shares = table.printed_widths or table.widths or (1.0,) * grid.columns
    widths = [int(TEXT_WIDTH * share / sum(shares)) for share in shares]
    widths[-1] += TEXT_WIDTH - sum(widths)
    return widths


def _table(table: Table, grid: Grid) -> str:
    widths = _widths(table, grid)
    starts = {(box.row, box.column): box for box in grid.boxes}
    covered = {(row, box.column): box for box in grid.boxes for row in range(box.row + 1, box.row + box.rows)}
    height = max(320, min(567, 6400 // grid.rows))
    rows = []
    for row in range(grid.rows):
        cells, column = [], 0
        while column < grid.columns:
            box = starts.get((row, column)) or covered[row, column]
            cells.append(_cell(box, widths, first=(row, column) in starts, keep=row < grid.rows - 1))
            column += box.columns
        head = "<w:tblHeader/>" if len(table.blocks) == 1 and row < grid.head_rows else ""
        rows.append(
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}'
            f'<w:jc w:val="center"/></w:trPr>{"".join(cells)}</w:tr>'
        )
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _cell(box: Box, widths: list[int], first: bool, keep: bool) -> str:
    width = sum(widths[box.column : box.column + box.columns])
    value = box.role in ("input", "total", "words")
    span = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
    edge = _TIGHT if value or (box.role == "stub" and box.rows > 1 and not box.vertical) else ""
    merge = "" if box.rows == 1 else '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    text = "" if not first else f"{{{{ {box.address} }}}}" if value else box.text
    left = (box.role == "stubhead" and box.rows > 1) or (box.role == "stub" and box.rows == 1)
    style = "XTLabel" if left else "XTCell"
    together = "<w:keepNext/>" if keep else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{edge}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{together}</w:pPr>{_run(text) if text else ""}</w:p></w:tc>'
    )


def _style(
    id_: str, name: str, font: str, half_points: int, paragraph: str,
    latin: str = "Times New Roman", run: str = "", based: bool = True,
) -> str:  # fmt: skip
    default, parent = ("", '<w:basedOn w:val="Normal"/>') if based else (' w:default="1"', "")
    return (
        f'<w:style w:type="paragraph" w:styleId="{id_}"{default}><w:name w:val="{name}"/>{parent}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr>"
        f'<w:rPr><w:rFonts w:ascii="{latin}" w:eastAsia="{font}" w:hAnsi="{latin}" w:cs="{latin}"/>{run}'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


def _styles(faces: Faces) -> str:
    # 28 characters a line by spacing, not by a character grid: LibreOffice sets 17 with one
    tight = '<w:spacing w:val="-4"/>'
    indent = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
    off = '<w:snapToGrid w:val="0"/>'  # else every table row and title line grows to whole lines of the page
    cell = f'{off}<w:spacing w:before="0" w:after="0" w:line="280" w:lineRule="exact"/>'
    styles = [
        _style("Normal", "Normal", faces.body, 32, '<w:jc w:val="both"/>', run=tight, based=False),
        _style("Title", "Title", faces.title, 44,
               f'{off}<w:spacing w:line="660" w:lineRule="exact"/><w:jc w:val="center"/>',
               faces.title),
        _style("Heading1", "heading 1", faces.first, 32, f'<w:keepNext/>{indent}<w:outlineLvl w:val="0"/>',
               faces.first, tight),
        _style("Heading2", "heading 2", faces.second, 32, f'<w:keepNext/>{indent}<w:outlineLvl w:val="1"/>',
               run=tight),
        _style("XTBody", "XT Body", faces.body, 32, indent, run=tight),
        _style("XTDraft", "XT Draft", faces.first, 32, '<w:jc w:val="right"/>', faces.first,
               '<w:color w:val="C00000"/>'),
        _style("XTCell", "XT Cell", faces.table, 21, f'{cell}<w:jc w:val="center"/>'),
        _style("XTLabel", "XT Label", faces.table, 21, f'{cell}<w:jc w:val="left"/>'),
        _style("XTCellSmall", "XT Cell Small", faces.table, 18, f'{cell}<w:jc w:val="center"/>'),
        _style("Footer", "footer", faces.table, 28, off, faces.table),
    ]  # fmt: skip
    language = '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/>'
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{language}</w:rPr></w:rPrDefault></w:docDefaults>"
    return f"{_HEAD}<w:styles {W}>{defaults}{''.join(styles)}</w:styles>"


def _settings() -> str:
    return (
        f'{_HEAD}<w:settings {W}><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:themeFontLang w:val="zh-CN"'
        ' w:eastAsia="zh-CN"/></w:settings>'
    )


def _fonts(faces: Faces) -> str:
    """The fonts an application uses instead of those that are not installed."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in zh.FONT_ALTERNATES
        if name in faces
    )
    return f"{_HEAD}<w:fonts {W}>{fonts}</w:fonts>"


def _footer(side: str, indent: str) -> str:
    """A page number one character inside the margin, also for programs that know no widths in characters."""
    field = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'
    return (
        f'{_HEAD}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}="280" w:{indent}="100"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{_run("— ")}{field.format("begin")}'
        f'<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>{field.format("separate")}'
        f"{_run('1')}{field.format('end')}{_run(' —')}</w:p></w:ftr>"
    )


def _content_types() -> str:
    parts = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable",
             "footer1": "footer", "footer2": "footer"}  # fmt: skip
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/word/theme/theme1.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        f"{overrides}</Types>"
    )


def _rels(targets: dict[str, tuple[str, str]]) -> str:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    items = "".join(
        f'<Relationship Id="{id_}" Type="{f"{package}/{kind}" if "/" in kind else f"{_KIND}/{kind}"}"'
        f' Target="{target}"/>'
        for id_, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{package}">{items}</Relationships>'


def _core() -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_CORE}"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title><dc:creator></dc:creator>'
        '<dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
    )
