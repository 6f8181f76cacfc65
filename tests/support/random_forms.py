"""Random forms: depth, blocks, words that repeat, kinds of figures, totals, fixed words, tables that look alike."""

from __future__ import annotations

from hypothesis import strategies as st

from xltool.core.form.block import FIGURES, WORD_KINDS

ROW_WORDS = (
    "合计",
    "其中：女",
    "城镇",
    "农村",
    "一、行政单位",
    "二、事业单位",
    "（一）本级",
    "（二）下级",
    "其他",
)
COLUMN_WORDS = ("合计", "数量", "金额", "本年", "上年", "增减", "男", "女", "小计")
TITLES = ("一、收到情况", "二、办理情况", "三、结转情况")


@st.composite
def outline(draw: st.DrawFn, words: tuple[str, ...], letter: str, first: int) -> tuple[list[str], int]:
    """(lines of an outline, the number after the last code); every leaf has a code and words."""
    lines: list[str] = []
    number = first
    for _ in range(draw(st.integers(1, 3))):
        word = draw(st.sampled_from(words))
        children = draw(st.integers(0, 3))
        if children:
            lines.append(word)
        for child in range(max(children, 1)):
            inner = draw(st.integers(0, 3)) if children and draw(st.booleans()) else 0
            name = draw(st.sampled_from(words)) if children else word
            if inner > 1:
                lines.append(f"  {name}")
                for _ in range(inner):
                    lines.append(f"    {letter}{number} {draw(st.sampled_from(words))}")
                    number += 1
            else:
                lines.append(f"{'  ' if children else ''}{letter}{number} {name}")
                number += 1
            del child
    return lines, number


@st.composite
def form_texts(draw: st.DrawFn) -> str:
    """The text of a form.toml."""
    tables = draw(st.integers(1, 3))
    lines = ['id = "any"', 'version = "2025"', 'name = "任一"', 'title = "{year}年任一"', 'levels = ["县级"]']
    order = ", ".join(f'"T{n}"' for n in range(1, tables + 1))
    lines.append(f"order = [{order}]")
    same: list[str] = []
    for n in range(1, tables + 1):
        if not same or draw(st.booleans()):
            same = draw(_blocks())
        lines += ["[[table]]", f'id = "T{n}"', f'title = "{TITLES[n - 1]}"', f'sheet = "表{n}"', *same]
    return "\n".join(lines) + "\n"


@st.composite
def _blocks(draw: st.DrawFn) -> list[str]:
    lines: list[str] = []
    row = column = 1
    for number in range(draw(st.integers(1, 2))):
        rows, after_row = draw(outline(ROW_WORDS, "r", row))
        columns, after = draw(outline(COLUMN_WORDS, "c", column))
        corner = ["项目"]
        if draw(st.booleans()):  # unit and number beside the rows
            rows = [f"{line} | 件 | {n:02}" if " r" in f" {line}" else line for n, line in enumerate(rows, 1)]
            corner = ["项目 | 计量单位 | 代码"]
        if draw(st.booleans()):  # number below the columns
            columns = [f"{line} | {n}" if " c" in f" {line}" else line for n, line in enumerate(columns, 1)]
            corner += ["栏次"] * draw(st.booleans())
        lines += [
            "[[table.block]]",
            *["beside = true"] * (number > 0 and draw(st.booleans())),
            "stubhead = '''",
            *corner,
            "'''",
            "rows = '''",
            *rows,
            "'''",
            "columns = '''",
            *columns,
            "'''",
        ]
        kinds: dict[str, str] = {f"c{n}": draw(st.sampled_from(FIGURES)) for n in range(column, after)}
        if after - column > 2 and draw(st.booleans()):
            kinds[f"c{column + 1}"] = draw(st.sampled_from(WORD_KINDS))
        written = ", ".join(f'{code} = "{kind}"' for code, kind in kinds.items())
        lines.append(f"kinds = {{ {written} }}")
        cells = [f"r{r}.c{c}" for r in range(row, after_row) for c in range(column + 1, after)]
        if cells:
            absent = draw(st.lists(st.sampled_from(cells), unique=True, max_size=2))
            lines.append(f"absent = {absent}")
        if after - column > 1 and draw(st.booleans()):
            lines.append(f'totals = {{ c{after - 1} = "sum(c{column}:c{after - 2})" }}')
        row, column = after_row, after
    return lines
