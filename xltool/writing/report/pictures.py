"""Bars → bar charts in a finished Word report, each after its table, with a caption and a description.

Needs matplotlib, which the extra `charts` installs.  A character that no font has is an error, never an
empty box.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from xltool.core.errors import ReportError
from xltool.core.sums.chart_data import Bar, described
from xltool.core.text import zh
from xltool.core.text.catalogue.reports import R_NO_CHARTS, R_NO_FONT

TitledBars = tuple[str, Sequence[Bar]]  # title, bars
FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei", "PingFang SC", "Noto Serif CJK SC", "SimSun", "AR PL UMing CN",
)  # fmt: skip
WIDTH_MM, DPI = 156, 200  # the text's width in a report
_NOW, _LAST = "#4472C4", "#BFBFBF"
_BAR, _HEAD, _MOST = 7.5, 16.0, 190.0  # height in millimetres: of a bar, of what is above them, at most
_LABEL = 22  # characters of a label on one line
_MAX_ALT = 1000  # characters of the description that a screen reader reads


def need_pictures() -> None:
    """Raises ReportError when matplotlib is not installed; fast, so call it before reading."""
    if find_spec("matplotlib") is None:
        raise ReportError(R_NO_CHARTS)


def add_pictures(document: bytes, pictures: Mapping[int, Sequence[TitledBars]]) -> bytes:
    """The report with charts added: `pictures` are those after each table, by its number from 0.

    Raises ReportError without a Chinese font.
    """
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    report: Any = docx.Document(io.BytesIO(document))
    number = sum(map(len, pictures.values()))
    for index in sorted(pictures, reverse=True):  # from the last: each is inserted right after its table
        for title, bars in reversed(pictures[index]):
            holder, caption = report.add_paragraph(), report.add_paragraph()
            picture = holder.add_run().add_picture(io.BytesIO(draw(bars)), width=Mm(WIDTH_MM))
            properties = picture._inline.docPr
            properties.set("descr", described(title, bars)[:_MAX_ALT])
            run = caption.add_run(zh.PICTURE.format(n=number, title=title))
            run.font.size = Pt(12)
            for paragraph in (caption, holder):
                layout = paragraph.paragraph_format
                layout.alignment, layout.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
                layout.line_spacing = 1.0  # an exact one would cut the picture to a line
                report.tables[index]._tbl.addnext(paragraph._p)
            holder.paragraph_format.keep_with_next = True
            number -= 1
    output = io.BytesIO()
    report.save(output)
    return output.getvalue()


def draw(bars: Sequence[Bar]) -> bytes:
    """A PNG of horizontal bars with their figures; raises ReportError without a Chinese font."""
    from matplotlib import font_manager
    from matplotlib.figure import Figure

    installed = {font.name for font in font_manager.fontManager.ttflist}
    font = next((name for name in FONTS if name in installed), None)
    if font is None:
        raise ReportError(R_NO_FONT)
    compared = any(bar.last is not None for bar in bars)
    height = min(_MOST, _HEAD + _BAR * len(bars) * (1 + 0.5 * compared))
    figure = Figure(figsize=(WIDTH_MM / 25.4, height / 25.4), dpi=DPI, layout="constrained")
    axes = figure.add_subplot()
    thick = 0.38 if compared else 0.62
    rows = range(len(bars))
    beside = thick / 2 if compared else 0.0
    series = [([float(bar.figure) for bar in bars], _NOW, zh.SUM_YEARS[0], -beside)]
    if compared:
        series.append(([float(bar.last or 0) for bar in bars], _LAST, zh.SUM_YEARS[1], beside))
    for figures, colour, label, moved in series:
        drawn = axes.barh([row + moved for row in rows], figures, thick, color=colour, label=label)
        axes.bar_label(drawn, fmt="{:,.10g}", padding=3, fontsize=9, fontname=font)
    axes.set_yticks(list(rows), [_short(bar.label) for bar in bars], fontname=font, fontsize=9)
    axes.invert_yaxis()
    axes.set_xlim(right=1.12 * max(max(figures) for figures, *_ in series) or 1)
    axes.xaxis.set_visible(False)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    if compared:
        figure.legend(loc="outside upper right", ncols=2, frameon=False, prop={"family": font, "size": 9})
    output = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        try:
            figure.savefig(output, format="png", metadata={"Software": None})
        except UserWarning as error:
            raise ReportError(R_NO_FONT) from error
    return output.getvalue()


def _short(label: str) -> str:
    """A label on at most two lines; matplotlib takes ``$`` for the start of a formula."""
    text = label.replace("$", r"\$")
    if len(text) <= _LABEL:
        return text
    second = text[_LABEL : 2 * _LABEL]
    return f"{text[:_LABEL]}\n{second}{'…' if len(text) > 2 * _LABEL else ''}"
