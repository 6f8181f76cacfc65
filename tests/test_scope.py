"""What a figure is of: a part, another organ, other years or another matter is not compared with the tables."""

from __future__ import annotations

import pytest
from support.submissions import one

from xltool.core.check.narrative.review import check_narrative
from xltool.core.form.model import Form
from xltool.core.submission.model import Unit

COUNTY = Unit("001", "示例县人民政府", "县级")
BUREAU = Unit("101", "示例县交通运输局", "县级部门")
# 300 came, 20 were left from last year, 310 were answered, 10 are left; 5 normative documents
FIGURES = {"T3.r1.c1": 300, "T3.r2.c1": 20, "T3.r3.c1": 310, "T3.r24.c1": 310, "T3.r25.c1": 10}
FIGURES |= {"T2.r2.c1": 5, "T2.r4.c4": 70, "T2.r6.c5": 9, "T4.r1.c1": 8, "T4.r1.c5": 8}

SILENT = [
    ("N1.2", "各乡镇（街道）累计收到政府信息公开申请91件。"),
    ("N1.2", "县级部门收到政府信息公开申请190件，答复186件。"),
    ("N1.2", "8个乡镇全年没有收到政府信息公开申请。"),
    ("N1.2", "下属事业单位收到政府信息公开申请2件。"),
    ("N1.2", "县卫生健康局收到政府信息公开申请44件，数量最多。"),
    ("N1.2", "申请较多的是运管股（收到21件）、建设股（收到9件）。"),
    ("N1.2", "受市交通运输局委托，答复政府信息公开申请3件。"),
    ("N1.2", "会同县档案馆答复政府信息公开申请6件。"),
    ("N1.2", "承接市政府办公室转来的政府信息公开申请4件。"),
    ("N1.2", "随机选取办结的政府信息公开申请15件进行复查。"),
    ("N1.2", "通过邮政渠道受理11件，现场受理7件。"),
    ("N1.2", "收到涉及道路改造的申请36件。"),
    ("N1.2", "近四年共收到政府信息公开申请870件，答复855件。"),
    ("N1.2", "2022年至2025年共收到政府信息公开申请870件。"),
    ("N1.2", "去年全年共收到政府信息公开申请260件。"),
    ("N1.2", "年均收到政府信息公开申请210件。"),
    ("N1.2", "答复前征求相关人意见17件。"),
    ("N1.3", "以县委名义印发行政规范性文件1件。"),
    ("N1.1", "县住房城乡建设局作出行政处罚决定31件。"),
    ("N1.1", "免征行政事业性收费3万元。"),
]
TOLD = [
    ("N1.2", "2025年，全县共收到政府信息公开申请290件。"),
    ("N1.2", "近两年申请量上升，2025年收到政府信息公开申请290件。"),
    ("N1.2", "县政府办公室加强指导，全县收到政府信息公开申请290件。"),
    ("N1.2", "上年结转20件，本年收到政府信息公开申请290件。"),
    ("N1.2", "向市政府申请行政复议9件。"),
    ("N1.3", "全年制发行政规范性文件6件。"),
    ("N1.2", "全年政府信息公开申请件数为零。"),
    ("N1.2", "全年接到政府信息公开申请：290件。"),
]


def _counts(form: Form, address: str, text: str, unit: Unit) -> list[object]:
    submission = one(form, {address: text}, unit=unit, figures=FIGURES)
    return [finding for finding in check_narrative(form, submission) if finding.code == "N-count"]


@pytest.mark.parametrize(("address", "text"), SILENT)
def test_a_figure_of_something_else_is_not_compared(form: Form, address: str, text: str) -> None:
    assert _counts(form, address, text, COUNTY) == []


@pytest.mark.parametrize(("address", "text"), TOLD)
def test_a_figure_of_the_whole_beside_such_words_is_compared(form: Form, address: str, text: str) -> None:
    assert _counts(form, address, text, COUNTY) != []


@pytest.mark.parametrize("name", ["我局", "县交通运输局", "示例县交通运输局", "本单位", "局办公室"])
def test_the_unit_that_reports_is_no_other_organ(form: Form, name: str) -> None:
    text = f"{name}共收到政府信息公开申请290件。"
    assert _counts(form, "N1.2", text, BUREAU) != []
