"""Official tables as pages of HTML: a line a row, cells between bars, ``[2x1]`` behind one for its span.

The labels are those of the published tables named; no figure stands in them.
"""

from __future__ import annotations

import re
from html import escape

_SPAN = re.compile(r"(?P<words>.*?)\s*\[(?P<rows>\d+)x(?P<columns>\d+)\]")


def table_page(drawing: str) -> str:
    """The ``<table>`` of a drawing."""
    rows = []
    for line in drawing.strip().splitlines():
        cells = []
        for part in line.split("|"):
            words, spans = part.strip(), ""
            if match := _SPAN.fullmatch(words):
                words = match["words"]
                spans = f' rowspan="{match["rows"]}" colspan="{match["columns"]}"'
            cells.append(f"<td{spans}>{escape('' if words == '_' else words)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1">{"".join(rows)}</table>'


def page(*parts: str) -> str:
    """A page of paragraphs and drawings; what has more than one line is a drawing."""
    body = [table_page(part) if "\n" in part.strip() else f"<p>{escape(part)}</p>" for part in parts]
    return f'<html><head><meta charset="utf-8"></head><body>{"".join(body)}</body></html>'


# 定西市政府信息公开情况统计报表（附件3）
DINGXI = """
指标名称 | 计量单位 | 代码 | 本期实际 | 本年累计
甲 | 乙 | 丙 | 1 | 2
主动公开信息数 | 条 | 01 | _ | _
其中：全文电子化的主动公开信息数 | 条 | 02 | _ | _
新增的行政规范性文件数 | 条 | 03 | _ | _
提供服务类信息数 | 条 | 04 | _ | _
网站专栏页面访问量 | 人次 | 05 | _ | _
现场接待人数 | 人次 | 06 | _ | _
网上咨询数 | 人次 | 07 | _ | _
咨询电话接听数 | 人次 | 08 | _ | _
依申请公开信息目录数 | 条 | 09 | _ | _
申请总数 | 条 | 10 | _ | _
其中：1.当面申请数 | 条 | 11 | _ | _
2.传真申请数 | 条 | 12 | _ | _
3.电子邮件申请数 | 条 | 13 | _ | _
4.网上申请数 | 条 | 14 | _ | _
5.信函申请数 | 条 | 15 | _ | _
6.其他形式申请数 | 条 | 16 | _ | _
对申请的答复总数 | 条 | 17 | _ | _
其中：1.同意公开答复数 | 条 | 18 | _ | _
2.同意部分公开答复数 | 条 | 19 | _ | _
3.否决公开答复总数 | 条 | 20 | _ | _
其中：（1）“非《规定》所指政府信息”数 | 条 | 21 | _ | _
（2）“信息不存在”数 | 条 | 22 | _ | _
（3）“非本部门掌握”数 | 条 | 23 | _ | _
（4）其它原因 | 条 | 24 | _ | _
行政复议数 | 件 | 25 | _ | _
行政诉讼数 | 件 | 26 | _ | _
行政申诉数 | 件 | 27 | _ | _
其中：对本部门首次处理不满意的行政申诉数* | 件 | 28 | _ | _
"""

# 村集体经济组织收益分配（农市(经)年综6表），农业部 2008，附报指标
VILLAGE = """
指标名称[2x1] | 代码[2x1] | 计量单位[2x1] | 数量
1
七、附报指标 | _ | _ | _
1.汇入本表村数 | 22 | 个 | _
（1）当年无收益的村 | 23 | 个 | _
（2）当年有收益的村 | 24 | 个 | _
其中：有集体经营收益的村 | 25 | 个 | _
①集体收益5万元以下的村 | 26 | 个 | _
②集体收益5-10万元的村 | 27 | 个 | _
③集体收益10万元以上的村 | 28 | 个 | _
2.当年扩大再生产支出 | N1 | 万元 | _
3.当年取得土地征占补偿费 | N2 | 万元 | _
"""

# 村集体经济组织资产负债（综7表），资产
ASSETS = """
资产 | 代码 | 计量单位 | 数量
一、流动资产合计 | 1 | 万元 | _
1.货币资金 | 2 | 万元 | _
2.短期投资 | 3 | 万元 | _
3.应收款项 | 4 | 万元 | _
4.存货 | 5 | 万元 | _
二、农业资产合计 | 6 | 万元 | _
1.牲畜（禽）资产 | 7 | 万元 | _
2.林木资产 | 8 | 万元 | _
三、长期资产合计 | 9 | 万元 | _
1.长期投资 | 10 | 万元 | _
2.固定资产合计 | 11 | 万元 | _
（1）原价 | 12 | 万元 | _
（2）减：累计折旧 | 13 | 万元 | _
（3）净值 | 14 | 万元 | _
（4）固定资产清理 | 15 | 万元 | _
（5）在建工程 | 16 | 万元 | _
3.其他资产 | 17 | 万元 | _
四、资产总计 | 18 | 万元 | _
"""

# “三公”经费决算情况统计表，施甸县 2016
SANGONG = """
项目[2x1] | 上年决算数[2x1] | 本年决算数[2x1] | 比上年增、减情况[1x2]
增、减金额 | 增、减幅度
合计 | _ | _ | _ | _
1.因公出国（境）费 | _ | _ | _ | _
2.公务接待费 | _ | _ | _ | _
3.公务用车购置及运行费 | _ | _ | _ | _
其中：（1）公务用车购置费 | _ | _ | _ | _
（2）公务用车运行费 | _ | _ | _ | _
"""

# 部门决算填报说明·机构情况，桃源县 2018
BODIES = """
项目 | 数量 | 比上年增减
合计 | _ | _
一、按单位基本性质 | _ | _
行政单位 | _ | _
事业单位 | _ | _
其他 | _ | _
二、按执行会计制度 | _ | _
行政单位 | _ | _
事业单位（含行业） | _ | _
民间非营利组织 | _ | _
企业 | _ | _
三、按单位预算级次 | _ | _
一级预算单位 | _ | _
二级预算单位 | _ | _
三级预算单位 | _ | _
"""

# 收入支出决算总表（公开01表）
BUDGET = """
收入[1x3] | 支出[1x3]
项目 | 行次 | 金额 | 项目 | 行次 | 金额
栏次 | _ | 1 | 栏次 | _ | 2
一、财政拨款收入 | 1 | _ | 一、一般公共服务支出 | 10 | _
二、上级补助收入 | 2 | _ | 二、外交支出 | 11 | _
三、事业收入 | 3 | _ | 三、国防支出 | 12 | _
本年收入合计 | 4 | _ | 本年支出合计 | 13 | _
使用非财政拨款结余 | 5 | _ | 结余分配 | 14 | _
年初结转和结余 | 6 | _ | 年末结转和结余 | 15 | _
总计 | 7 | _ | 总计 | 16 | _
"""

# 小学基层统计报表 小基2 教学班数，2008
CLASSES = """
_ | 编号 | 合计 | 一年级 | 二年级 | 三年级 | 四年级 | 五年级 | 六年级 | 复式班
甲 | 乙 | (1) | (2) | (3) | (4) | (5) | (6) | (7) | (8)
总计 | (01) | _ | _ | _ | _ | _ | _ | _ | _
城市 | (02) | _ | _ | _ | _ | _ | _ | _ | _
县镇 | (03) | _ | _ | _ | _ | _ | _ | _ | _
农村 | (04) | _ | _ | _ | _ | _ | _ | _ | _
"""

# 行政执法工作统计年报（二）行政处罚，曲阜市 2021
PUNISHMENT = """
行政处罚实施情况[1x7] | 被复议应诉数量[1x4]
立案数量[2x1] | 结案数量[2x1] | 行政处罚案件数量[1x3] | 罚没金额（万元）[2x1] | 不罚金额（万元）[2x1] | 被行政复议数量[2x1] | 被行政复议纠错数量[2x1] | 被行政诉讼数量[2x1] | 行政诉讼败诉数量[2x1]
警告 | 罚款 | 其他行政处罚
_ | _ | _ | _ | _ | _ | _ | _ | _ | _ | _
"""

# EIOPA S.02.01
BALANCE = """
_[2x1] | _[2x1] | Solvency II value | Statutory accounts value
C0010 | C0020
Goodwill | R0010 | × | _
Deferred acquisition costs | R0020 | × | _
Intangible assets | R0030 | _ | _
Equities | R0100 | _ | _
Equities - listed | R0110 | _ | _
Equities - unlisted | R0120 | _ | _
"""

OFFICIAL = {
    "dingxi": DINGXI, "village": VILLAGE, "assets": ASSETS, "sangong": SANGONG, "bodies": BODIES, "budget": BUDGET,
    "classes": CLASSES, "punishment": PUNISHMENT, "balance": BALANCE,
}  # fmt: skip
