"""What is said of texts: a collection of sentences with their right answer, and the laws of lists.

Most sentences are short facts of published reports in other words; the traps are those on which
other tools raised false alarms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from conftest import SAMPLES, load, sample
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.returns import checked
from support.submissions import BUREAU, one

from xltool.app.prior import find_prior
from xltool.core.check.finding import Finding
from xltool.core.check.narrative.review import check_narrative
from xltool.core.check.narrative.sentences import figures_in, sentences, tidy
from xltool.core.check.narrative.similar import repeats
from xltool.core.check.rules import check
from xltool.core.form.model import Form
from xltool.core.submission.model import Unit

TOWN = Unit("101", "示例县东山镇人民政府", "乡镇街道")
CITY = {"T3.r1.c1": 3511, "T3.r2.c1": 96, "T3.r3.c1": 3486, "T3.r25.c1": 121}


def found(form: Form, address: str, text: str, **options: object) -> list[Finding]:
    """The findings of one text."""
    return check_narrative(form, one(form, {address: text}, **options))  # type: ignore[arg-type]


# lists: (text, right or not)
LISTS: list[tuple[str, bool]] = [
    ("门户网站公开信息共 17 条，其中包含部门文件 2 条；财政信息 3 条；组织管理 2 条；建议提案 3 条；会议 4 条；目录 1 条；年报 1 条；采购 1 条。", True),
    ("门户网站公开信息共 17 条，其中包含部门文件 2 条；财政信息 4 条；组织管理 2 条；建议提案 3 条；会议 4 条；目录 1 条；年报 1 条；采购 1 条。", False),
    ("受理3259件，答复3278件（含上年度结转77件，另有58件顺延）。", True),
    ("受理19件，其中11件办结，8件撤销。", True),
    ("微博发布90条，其中原创40条、转发50条；公众号发布70条，其中原创30条、转发40条。", True),
    ("甲网站公开70条，其中通知35条；乙网站公开80条，其中通知50条、动态30条。", True),
    ("微博发布90条，其中原创40条、转发40条；公众号发布70条，其中原创30条、转发40条。", False),
    ("编印信息70期，其中专刊30期、快讯40期，被市政府办公室刊发9期。", True),
    ("编印信息70期，其中专刊30期、快讯30期，被市政府办公室刊发9期。", False),
    ("收到申请30件，已答复26件，其中予以公开9件、不予公开4件，尚在办理4件。", True),
    ("受理19件，其中11件办结，7件撤销。", False),
    ("办理上年度结转1件。答复11件。", True),
    ("在主动公开的61条政府信息中，机构职能5条，人事信息1条，规划7条，财政12条，其他51条。", False),
    ("在主动公开的76条政府信息中，机构职能5条，人事信息1条，规划7条，财政12条，其他51条。", True),
    ("主动公开政府信息1527条，其中门户网站23条（机构7条、文件8条、公告2条、其他6条），公众号1504条。", True),
    ("主动公开政府信息1527条，其中门户网站23条（机构7条、文件8条、公告2条、其他5条），公众号1504条。", False),
    ("主动公开政府信息1527条，其中门户网站23条，包括机构7条、文件8条、公告2条、其他6条，公众号1504条。", True),
    ("全年发布信息200余条，其中动态120条、公告60条。", True),
    ("全年发布信息近200条，其中动态120条、公告60条。", True),
    ("全年发布信息约200条，其中动态120条、公告90条。", True),
    ("全年发布信息200条，其中动态120余条、公告60条。", True),
    ("发布信息200条，其中动态120条、公告60条等。", True),
    ("发布信息200条，主要包括动态120条、公告60条。", True),
    ("发布信息1200条，其中政策文件12条，政策解读8条，回应关切5条。", True),
    ("发布信息20条，其中动态12条、公告9条等。", False),
    ("共发布３０条，其中动态１０条，公告２０条。", True),
    ("共发布３０条，其中动态１０条，公告１９条。", False),
    ("全年公开1，234条，其中动态1,000条、公告234条。", True),
    ("本年新收申请112件，上年结转9件，其中自然人118件、法人3件。", True),
    ("收到申请9件，上年结转1件，其中网络申请5件，信函申请5件，已按时办理，发生行政复议1件。", True),
    ("公开4751条，其中：制发文件2份，部门文件107条；解读14条；动态730条；重点204条；执法101条；其他3593条。", True),
    ("公开32条，其中1条权责清单、11条工作信息、4条人大议案、16条政协提案。公众号发布259条。", True),
    ("发布122篇，其中工作动态有50篇，工作简报有43篇;法律宣传有5篇;其他内容有24篇。", True),
    ("公开规章13件（含新制定5件，修改4件，废止4件），公开规范性文件42件，人事任免文件106件。", True),
    ("公开信息672条。其中政府文件1条、财政预决算2条、“三公”经费2条、重点领域102条，切实保障了知情权。", True),
    ("公开信息21条，其中，文件4条，规划5条，其他4条，动态0条，年度报告1条；办理依申请公开信息0条。", False),
    ("共收到申请121件。其中自然人118件、法人3件。", True),
    ("共收到申请121件。其中自然人118件、法人2件。", False),
    ("办理建议提案8件（人大代表建议5件、政协提案3件）。", True),
    ("办理建议提案8件（人大代表建议5件、政协提案4件）。", False),
    ("公开信息20条，内容涵盖机构职能5条、政策文件10条以及财政信息5条。", True),
    ("公开信息20条，内容涵盖机构职能5条、政策文件10条以及财政信息6条。", False),
    ("公开信息20条：机构职能5条，政策文件10条，财政5条，较上年增加3条，浏览2000人次。", True),
    ("公开信息20条，其中机构职能5条、政策文件15条，发布微信200条。", True),
    ("公开信息20条，其中机构职能5条、政策文件15条，较上年增长30%。", True),
    ("收到30件，其中自然人15件、法人15件，予以公开20件、部分公开9件。", True),
    ("公开信息9条，其中：文件 3、财政 3、会议 3。", True),
    ("公开信息9条，其中：文件 3、财政 3、会议 4。", False),
    ("公开信息10条，其中机构1条；文件2条，会议3条、目录4条。", True),
    ("公开信息11条，其中机构1条；文件2条，会议3条、目录4条。", False),
    ("一是公开信息20条，其中文件5条；二是发布微信300条。", True),
    ("收到申请2件(1+1)，均已答复。", True),
    ("发布信息15条，其中文件5条，其余为动态。", True),
    ("发布图文30条，其中图表5张、视频3个、图片22幅。", True),
    ("公开公共资源信息12条，其中公共服务5条、公共卫生7条。", True),
    ("公开公共资源信息12条，其中公共服务5条、公共卫生8条。", False),
    ("举办培训3期，其中线上1期、线下2期，参训120人次。", True),
    ("公开信息12条，其中文件两条、公告3条。", True),
    ("公开0条，其中文件0条，公告0条。", True),
    ("开设专栏3个，发布信息45条，其中稳岗就业专栏25条、惠农专栏20条。", True),
    ("现行有效文件5件，其中2025年制发1件，修订1件，废止2件。", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right"), LISTS, ids=[text[:24] for text, _ in LISTS])
def test_lists_add_up_or_not(form: Form, text: str, right: bool) -> None:
    codes = [finding.code for finding in found(form, "N1.1", text)]
    assert codes == ([] if right else ["N-list"])


def test_a_wrong_list_is_quoted_with_its_sum(form: Form) -> None:
    (finding,) = found(form, "N1.1", "全年。门户网站公开信息１７条，其中文件2条；财政16条。")
    text, advice = finding.message, finding.advice
    assert "门户网站公开信息17条" in text and "2＋16＝18" in text and "不等于 17" in text and advice
    assert finding.refs == ("N1.1",) and finding.difference == Decimal(-1)


THREE = {"T3.r1.c1": 2, "T3.r1.c2": 1, "T3.r2.c1": 1, "T3.r3.c1": 2, "T3.r4.c2": 1, "T3.r25.c1": 1}
MANY = {"T3.r1.c1": 3259, "T3.r2.c1": 77, "T3.r3.c1": 3278, "T3.r25.c1": 58}
# texts on applications: (text, figures, what is wrong: [(said, held in the first reading)])
COUNTS: list[tuple[str, Mapping[str, int], list[tuple[int, int]]]] = [
    ("2025年，我单位未收到政府信息公开申请。", {}, []),
    ("2025年，我单位未收到政府信息公开申请。", THREE, [(0, 3)]),
    ("本年度没有收到公民、法人和其他组织提出的政府信息公开申请。", THREE, [(0, 3)]),
    ("全年收到公民、法人和其他组织政府信息公开申请3件，均已按期答复。", THREE, []),
    ("全年收到公民、法人和其他组织政府信息公开申请4件，均已按期答复。", THREE, []),  # with 1 carried over
    ("全年收到公民、法人和其他组织政府信息公开申请5件，均已按期答复。", THREE, [(5, 3)]),
    ("全年收到政府信息公开申请 ３ 件。", THREE, []),
    ("全年收到政府信息公开申请三件。", THREE, []),
    ("全年收到政府信息公开申请两件。", THREE, [(2, 3)]),
    ("全年收到政府信息公开申请近10件。", THREE, []),
    ("收到政府信息公开申请4件。", {}, [(4, 0)]),
    ("全市共收到依申请公开3607件。", CITY, []),
    ("全市共收到依申请公开3511件。", CITY, []),
    ("全市共收到依申请公开3610件。", CITY, [(3610, 3511)]),
    ("受理3259件，答复3278件（含上年度结转77件，另有58件顺延）。", MANY, []),
    ("受理3259件，答复3287件（含上年度结转77件，另有58件顺延）。", MANY, [(3287, 3278)]),
    ("受理19件，其中11件办结，8件撤销。", {"T3.r1.c1": 19, "T3.r3.c1": 11, "T3.r23.c1": 8}, []),
    ("受理19件，其中11件办结，8件撤销。", {"T3.r1.c1": 18, "T3.r3.c1": 10, "T3.r23.c1": 8}, [(19, 18)]),
    ("办理上年度结转1件。答复11件。", {"T3.r1.c1": 10, "T3.r2.c1": 1, "T3.r3.c1": 11}, []),
    ("办理上年度结转1件。答复13件。", {"T3.r1.c1": 10, "T3.r2.c1": 1, "T3.r3.c1": 11}, [(13, 11)]),
    ("收到申请3件，办结3件，结转下年度1件。", THREE, []),
    ("收到申请3件，上年度结转2件，办结3件，结转下年度1件。", THREE, [(2, 1)]),
    ("收到申请3件，办结3件，结转下一年度2件。", THREE, [(2, 1)]),
    ("网上收到申请2件，信函收到申请1件。", THREE, []),
    ("收到申请3件，其中网上2件，信函1件。", THREE, []),
    ("2024年收到申请8件，2025年收到申请3件，同比下降。", THREE, []),
    ("收到申请3件，较上年减少5件。", THREE, []),
    ("上半年收到申请1件。", THREE, []),
    ("收到咨询、投诉和信息公开申请15件。", THREE, []),
    ("予以公开2件，部分公开1件。", THREE, []),
    ("予以公开3件，部分公开1件。", THREE, []),  # may count both answers
    ("予以公开5件，部分公开1件。", THREE, [(5, 2)]),
    ("不予公开1件。", THREE, [(1, 0)]),
    ("无法提供2件，其他处理2件。", {"T3.r1.c1": 4, "T3.r23.c1": 4}, [(2, 0), (2, 4)]),
    ("收到政府信息公开申请3件，自然人2件，法人1件。", THREE, []),
    ("收到政府信息公开申请3件，自然人2件，法人或其他组织4件。", THREE, [(4, 1)]),
    ("因政府信息公开被申请行政复议2件。", {"T4.r1.c1": 2}, []),
    ("因政府信息公开被申请行政复议1件。", {"T4.r1.c1": 2}, [(1, 2)]),
    ("因政府信息公开被提起行政诉讼3件。", {"T4.r1.c6": 2, "T4.r1.c11": 1}, []),
    ("未发生因政府信息公开引发的行政复议、行政诉讼。", {}, []),
    ("未发生因政府信息公开引发的行政复议、行政诉讼。", {"T4.r1.c6": 2}, [(0, 2)]),
    ("因政府信息公开未被申请行政复议、被提起行政诉讼2件。", {"T4.r1.c6": 2}, []),
    ("因政府信息公开未被申请行政复议、被提起行政诉讼2件。", {"T4.r1.c1": 2}, [(0, 2), (2, 0)]),
    ("政府信息公开方面未发生行政复议被纠正的情况。", {"T4.r1.c1": 2}, []),
]


@pytest.mark.parametrize(("text", "figures", "wrong"), COUNTS)
def test_figures_in_sentences_equal_a_reading_of_the_cells(
    form: Form, text: str, figures: Mapping[str, int], wrong: list[tuple[int, int]]
) -> None:
    findings = found(form, "N1.2", text, figures=figures)
    assert [(f.code, f.value, f.expected) for f in findings] == [
        ("N-count", Decimal(a), Decimal(b)) for a, b in wrong
    ]
    assert all(f.severity == "warning" and f.refs[0] == "N1.2" and len(f.refs) > 1 for f in findings)


# other texts: (address, text, unit, codes)
TEXTS: list[tuple[str, str, Unit, list[str]]] = [
    ("N1.1", "2023年，我局主动公开信息61条。", BUREAU, ["N-year"]),
    ("N1.1", "2024年制作并公开政府信息467条。", BUREAU, ["N-year"]),
    ("N1.1", "二〇二四年，我局主动公开信息61条。", BUREAU, ["N-year"]),
    ("N1.1", "截止2025年1月21日，公开信息61条。", BUREAU, ["N-year"]),
    ("N1.1", "截至2024年12月31日，公开信息61条。", BUREAU, ["N-year"]),
    ("N1.1", "2025年，公开信息61条，比2024年增加3条。", BUREAU, []),
    ("N1.1", "2024年公开信息58条，2025年公开61条。", BUREAU, []),
    ("N1.1", "公开2024年度部门决算、2025年部门预算。", BUREAU, []),
    ("N1.1", "2024年度政府信息公开工作年度报告按期公布。", BUREAU, []),
    ("N1.1", "落实《2024年政务公开工作要点》。", BUREAU, []),
    ("N1.3", "自2019年5月15日起施行的条例得到落实。", BUREAU, []),
    ("N1.3", "2019年机构改革以来，制度不断完善。", BUREAU, []),
    ("N1.3", "依据国发〔2023〕5号和2021年印发的办法。", BUREAU, []),
    ("N5", "2026年，我局将加强培训。", BUREAU, []),
    ("N5", "针对2024年存在的问题，逐项整改。", BUREAU, []),
    ("N0", "统计期限为2025年1月1日至2025年12月31日。", BUREAU, []),
    ("N0", "统计期限为2025年1月1日至12月31日。", BUREAU, []),
    ("N0", "统计期限为 2024 年 1 月 1 日起至 2024 年 12 月 31 日止。", BUREAU, ["N-period"]),
    ("N0", "现公布2024年政府信息公开工作年度报告。", BUREAU, ["N-year"]),
    ("N0", "条例2007年公布、2019年修订。", BUREAU, []),
    ("N0", "根据国办公开办函〔2019〕60号要求编制。", BUREAU, ["N-basis"]),
    ("N0", "根据国办公开办函[2019]60号要求编制。", BUREAU, ["N-basis"]),
    ("N0", "根据《政府信息公开工作年度报告格式（试行）》编制。", BUREAU, ["N-basis"]),
    ("N0", "根据国办公开办函〔2021〕30号要求编制。", BUREAU, []),
    ("N1.3", "我局完善制度，本局严格审核，全局上下重视。", BUREAU, []),
    ("N1.3", "我局完善制度，严格审核。", TOWN, ["N-self"]),
    ("N1.3", "我镇完善制度，本办法印发各村，我办理的事项公开。", TOWN, []),
    ("N1.3", "我镇完善制度。", BUREAU, ["N-self"]),
    ("N1.3", "本区重点领域公开。", BUREAU, ["N-self"]),
    (
        "N1.3",
        "基本区分清楚，成本中心、自我中心，各级政府政府信息公开，公民可以申请公开政府信息。",
        BUREAU,
        [],
    ),
    ("N1.3", "本区域重点领域公开，我市、我县部署。", BUREAU, []),
    ("N0", "本报告由示例县农业农村局按照条例编制。", BUREAU, []),
    ("N0", "本报告由县农业农村局按照条例编制。", BUREAU, []),
    ("N0", "本报告由示例县教育和体育局按照条例编制。", BUREAU, ["N-name"]),
    ("N0", "本报告由示例县发改局按照条例编制。", Unit("1", "示例县发展和改革局", "县级部门"), []),
    ("N0", "本报告由示例镇党政办公室编制。", Unit("1", "示例镇人民政府", "乡镇街道"), []),
    ("N5", "原示例县农业局的职责。", replace(BUREAU, former="示例县农业局"), ["N-name"]),
    ("N1.5", "申请人身份证号11010519491231002X。", BUREAU, ["N-identity"]),
    ("N1.5", "流水号110105194912310021不是身份证。", BUREAU, []),
    ("N0", "联系电话：138 0013 8000。", BUREAU, ["N-mobile"]),
    ("N0", "联系电话：0537-8709110，传真02012345678。", BUREAU, []),
    ("N1.3", "对不子公开的信息说明理由，严格三审三较。", BUREAU, ["N-slip", "N-slip"]),
    ("N1.3", "对不予公开的信息说明理由，严格三审三校，增强法律观念。", BUREAU, []),
    ("N1.3", "按排名公布，既使用网站又使用公众号，以经济发展为重。", BUREAU, []),
    ("N1.3", "学习法律观、政策。", BUREAU, ["N-slip"]),
    ("N5", "存在的问题问题，会议精神精神。", BUREAU, ["N-double"]),
    ("N5", "方方面面常常研究，本年度年度报告，政务公开公开栏。", BUREAU, []),
    ("N5", "公开不够，，更新不快。", BUREAU, ["N-double"]),
    ("N1.4", "网站访问3241654万次。", BUREAU, ["N-magnitude"]),
    ("N1.4", "网站访问12.5万次，投资3000000万元。", BUREAU, []),
    ("N1.4", "负责人朱镕、张喆。", BUREAU, ["N-rare"]),
    ("N1.4", "“三安全”——《条例》①～⑤·…￥％", BUREAU, []),
    ("N1.4", "三、收到和处理政府信息公开申请情况\n没有申请。", BUREAU, ["N-heading-other"]),
    ("N5", "五、存在的主要问题和改进情况\n公开不够。", BUREAU, ["N-heading"]),
    ("N5", "（一）存在的主要问题\n公开不够。\n（二）改进措施\n加强培训。", BUREAU, []),
    ("N1.1", "（二）依申请公开\n没有申请。", BUREAU, ["N-heading-other"]),
    ("N6", "无。", BUREAU, ["N-absent"]),
    ("N6", "本年度未收取信息处理费。", BUREAU, []),
]


@pytest.mark.parametrize(("address", "text", "unit", "codes"), TEXTS)
def test_manners_of_texts(form: Form, address: str, text: str, unit: Unit, codes: list[str]) -> None:
    assert [finding.code for finding in found(form, address, text, unit=unit)] == codes


def test_the_collection_is_large_enough() -> None:
    assert len({text for text, *_ in LISTS} | {t for t, *_ in COUNTS} | {t for _, t, *_ in TEXTS}) >= 100


UNITS = st.sampled_from(["条", "件", "篇", "期"])
NAMES = st.sampled_from(
    ["部门文件", "财政信息", "机构职能", "会议", "公共服务", "建议提案", "年报", "规划计划"]
)


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[int], str]:
    """(parts, a template of the sentence with a place for the whole and for each part)."""
    unit, comma = draw(UNITS), draw(st.sampled_from(["、", "，", "；"]))
    space = draw(st.sampled_from(["", " "]))
    parts = draw(st.lists(st.integers(1, 500), min_size=3, max_size=12))
    opener = draw(st.sampled_from(["，其中", "，其中包括：", "，其中包含", "：", "，包括", "，内容涵盖"]))
    items = [f"{draw(NAMES)}{space}{{{i}}}{space}{unit}" for i in range(1, len(parts) + 1)]
    listed = comma.join(items)
    if draw(st.booleans()):
        last = listed.rfind(comma)
        listed = listed[:last] + "以及" + listed[last + 1 :]
    total = f"公开信息共{space}{{0}}{space}{unit}"
    sentence = total + (f"（{listed}）" if draw(st.booleans()) else opener + listed)
    return parts, sentence + draw(st.sampled_from(["。", "，保障了群众的知情权。", "；二是加强培训3场。"]))


@given(lists())
@settings(max_examples=300)
def test_a_right_list_never_alarms(form: Form, made: tuple[list[int], str]) -> None:
    parts, sentence = made
    assert found(form, "N1.1", sentence.format(sum(parts), *parts)) == []


@pytest.mark.slow
@given(lists(), st.data())
@settings(max_examples=300)
def test_a_list_with_one_part_changed_always_alarms(
    form: Form, made: tuple[list[int], str], data: st.DataObject
) -> None:
    parts, sentence = made
    whole, place = sum(parts), data.draw(st.integers(0, len(parts) - 1))
    parts[place] = data.draw(st.integers(1, 600).filter(lambda n: n != parts[place]))
    assume(2 * sum(parts) > whole)  # less is a choice of examples
    assume(not nested(parts, whole))  # a part may be read as the whole of those after it
    assert [f.code for f in found(form, "N1.1", sentence.format(whole, *parts))] == ["N-list"]


def nested(parts: list[int], whole: int) -> bool:
    """Whether the parts add up when some of them are split again by those that follow: tried one by one."""
    if not parts:
        return whole == 0
    return any(
        (end == 0 or (end > 1 and nested(parts[1 : end + 1], parts[0])))
        and nested(parts[end + 1 :], whole - parts[0])
        for end in range(len(parts))
    )


@given(st.text("共有收到公开信息其中包括条件，；、：（）。0123456789 \n余约近等", max_size=200))
@settings(max_examples=300)
def test_any_text_is_read_without_fault(form: Form, text: str) -> None:
    for address in ("N0", "N1.1", "N1.2", "N6"):
        check_narrative(form, one(form, {address: text}))


def test_figures_are_read_as_they_are_written() -> None:
    (sentence,) = sentences("2025年，共 １７ 条、1,234件、1，500篇，第3条，近20次，12.5万人次，占50%，332室")
    told = [(str(f.value), f.unit, f.about) for f in figures_in(sentence)]
    assert told == [
        ("17", "条", False), ("1234", "件", False), ("1500", "篇", False),
        ("20", "次", True), ("125000.0", "人次", True),
    ]  # fmt: skip
    assert tidy("二〇二四年 １月\u3000a b") == "2024年1月ab"


LONG = (
    "当前，我局政府信息公开工作虽取得一定进展，但仍存在以下不足：一是公开内容的深度与群众需求尚有差距，"
    "解读有待加强；二是业务融合的机制需进一步创新。下一步，将深化内容建设，提升服务精准度，{}"
)


def test_a_text_almost_equal_to_last_years_is_named(form: Form) -> None:
    now = one(form, {"N5": LONG.format("组织培训3次。"), "N1.2": "未收到政府信息公开申请。"})
    before = one(form, {"N5": LONG.format("举办培训5次。"), "N1.2": "未收到政府信息公开申请。"})
    (finding,) = check_narrative(form, now, before)
    assert (finding.code, finding.refs) == ("N-same", ("N5",)) and "“正文”" in finding.message
    other = one(form, {"N5": LONG.format("")[::-1]})
    assert check_narrative(form, now, other) == []
    assert not repeats("无。", "无。")


def test_a_fee_notice_must_be_mentioned_when_one_was_not_paid(form: Form) -> None:
    figures = {"T3.r1.c1": 1, "T3.r22.c1": 1}
    (finding,) = found(form, "N6", "未收取信息处理费。", figures=figures)
    assert finding.code == "N-absent" and finding.refs == ("N6", "T3.r22.c7")
    assert finding.severity == "warning"
    assert found(form, "N6", "发出收费通知1件，未缴费，未收取信息处理费。", figures=figures) == []


def test_in_a_local_form_the_fee_may_stand_in_any_part_of_its_section() -> None:
    form, seed = sample("jinxiang-2025")
    told = replace(seed, texts={**seed.texts, "N6.1": "无。", "N6.5": "未收取信息处理费。"})
    assert check_narrative(form, told) == []
    assert [f.severity for f in found(load("zfxxgknb-2021"), "N6", "无。")] == ["info"]
    silent = replace(seed, texts={**seed.texts, "N6.1": "无。"})
    assert [(f.code, f.refs) for f in check_narrative(form, silent)] == [("N-absent", ("N6.1",))]


def test_blank_or_invalid_figures_are_not_compared(form: Form) -> None:
    blank = one(form, {"N1.2": "收到政府信息公开申请3件。"})
    values = {**blank.values, "T3.r1.c1": None, "T3.r1.c7": None}
    assert check_narrative(form, replace(blank, values=values)) == []
    bad = replace(blank, values={**blank.values, "T3.r1.c7": Decimal(9)})
    codes = [f.code for f in check(form, bad, invalid={"T3.r1.c7"})]
    assert "N-count" not in codes


def test_a_figure_in_an_error_is_not_held_against_a_text(form: Form) -> None:
    """One cause, one finding: the text is compared when the figure has been put right."""
    told = one(form, {"N1.2": "未收到政府信息公开申请。"}, {"T3.r1.c1": 5})
    assert [f.code for f in check(form, told)] == ["T3-B01"]
    right = one(form, told.texts, {"T3.r1.c1": 5, "T3.r3.c1": 5})
    assert [f.code for f in check(form, right)] == ["N-count"]


def test_an_explained_warning_is_information(form: Form) -> None:
    told = one(form, {"N1.2": "收到政府信息公开申请3件。"})
    (finding,) = check_narrative(form, replace(told, notes={"N-count": "含镇村"}))
    assert finding.severity == "info"


def test_personal_numbers_are_not_repeated_in_full(form: Form) -> None:
    (finding,) = found(form, "N1.5", "电话13800138000")
    assert "13800138000" not in (finding.message + finding.advice) and "138******00" in finding.message


def test_no_sample_raises_a_false_alarm() -> None:
    for name in ("jinxiang-2025", "suqian-2023", "suqian-2024", "jinhu-2023"):
        form, submission = sample(name)
        assert check_narrative(form, submission, submission) == [] or name == "jinxiang-2025"
        assert check_narrative(form, submission) == []
    form, seed = sample("jinxiang-2025")
    repeated = check_narrative(form, seed, seed)
    assert [f.code for f in repeated] == ["N-same"] and len(repeated[0].refs) > 3
    prior = find_prior([str(SAMPLES / "prior")])
    for path in sorted((SAMPLES / "returned").iterdir()):
        assert [f for f in checked(path, prior=prior).findings if f.code.startswith("N-")] == []


def test_a_published_report_in_other_words_raises_what_a_reader_would(form: Form) -> None:
    """The seed with five things gone wrong in it: each found, nothing else."""
    form, seed = sample("jinxiang-2025")
    texts = {
        **seed.texts,
        "N0": seed.texts["N0"].replace("2025年12月31日", "2024年12月31日"),
        "N1.1": seed.texts["N1.1"].replace("财政信息3条", "财政信息5条"),
        "N1.2": "2025年，我局收到政府信息公开申请2件。",
        "N1.5": seed.texts["N1.5"].replace("三审三校", "三审三较"),
    }
    codes = sorted(f.code for f in check_narrative(form, replace(seed, texts=texts)))
    assert codes == ["N-count", "N-list", "N-period", "N-self", "N-slip"]


@pytest.mark.parametrize(
    "text",
    ["收到" * 16_000, "其中1条，" * 6_000, "1条（" * 9_000, "收到申请" * 8_000, "本报告由" * 8_000, "{收到申请}" * 3_000,
     "8条，其中" + "".join(f"{2**i}条、" for i in range(23, 0, -1))],
    ids=["verb", "list", "bracket", "count", "name", "phrase", "halves"],
)  # fmt: skip
def test_texts_made_to_tire_the_reader_are_answered(form: Form, text: str) -> None:
    """What grows faster than the text would not come back from these."""
    for address in ("N0", "N1.2"):
        assert isinstance(found(form, address, text), list)
