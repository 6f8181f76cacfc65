"""A small form as its file says it."""

from __future__ import annotations

from pathlib import Path

SMALL = """\
id = "small"
version = "1"
name = "小表"
title = "{year}年小表"
levels = ["县级"]
order = ["N1", "T1", "T2"]

[[section]]
id = "N1"
title = "一、情况"
label = "正文"

[[table]]
id = "T1"
title = "甲表"
sheet = "甲"
measure = "件"
  [[table.block]]
  stubhead = "项目"
  columns = '''
    组
      c1 男
      c2 女
    c3 计
  '''
  rows = '''
    r1 收
    r2 办
    r3 余
  '''
  totals = { c3 = "sum(c1:c2)" }
  [[table.rule]]
  code = "T1-B01"
  severity = "error"
  each = "column"
  check = "r1 == r2 + r3"
  left = "收"
  right = "办加余"

[[table]]
id = "T2"
title = "乙表"
sheet = "乙"
measure = "件"
  [[table.block]]
  columns = '''
    c1 一
    c2 二
  '''
  rows = "r1 数"
  [[table.rule]]
  code = "T2-C01"
  severity = "warning"
  levels = ["县级"]
  check = "r1.c1 >= r1.c2"
  left = "一"
  right = "二"
"""


def write_form(folder: Path, text: str | bytes) -> Path:
    (folder / "form.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder
