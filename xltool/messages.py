"""The catalogue of findings: code → severity, sentence, advice.  Every sentence the tool says.

Imports nothing of the tool but words and data types; renderers call `wording`.
Where · what · evidence · advice, in plain Chinese, without variable names.
"""

from __future__ import annotations

from dataclasses import dataclass

from xltool.finding import Finding, Hint
from xltool.form import Severity


@dataclass(frozen=True)
class Message:
    """`text` and `advice` are templates filled with a finding's arguments."""

    severity: Severity
    text: str
    advice: str = ""


MESSAGES: dict[str, Message] = {
    # values
    "V-blank": Message("error", "{table}有 {n} 格没有填写，第一处是“{label}”。",
        "请逐格填写；没有的填 0，或在该表上方“本表未填写的数量均为 0”处选“是”。"),
    "V-text": Message("error", "“{label}”填的是“{typed}”，不是一个数。", "请只填数字，不带单位和说明。"),
    "V-negative": Message("error", "“{label}”填的是 {typed}，不能是负数。", "请核对后改为 0 或正数。"),
    "V-fraction": Message("error", "“{label}”填的是 {typed}，数量应为整数。", "请改为整数。"),
    "V-excel-error": Message("error", "“{label}”显示为错误值 {typed}。", "请清空该格，重新填写数字。"),
    "V-date": Message("error", "“{label}”的内容被软件当成了日期（{typed}）。",
        "请将该格格式改为“常规”，重新填写数字。"),
    "V-formula": Message("warning", "“{label}”里是公式（={typed}），按其结果 {read} 读取。",
        "请核对结果，并改为直接填写数字。"),
    "V-link": Message("error", "“{label}”里的公式（={typed}）取自别的文件或没有结果，无法核实。", "请直接填写数字。"),
    "V-converted": Message("info", "“{label}”填的是“{typed}”，按 {read} 读取。", ""),
    "V-asked": Message("warning", "“{label}”填的是“{typed}”，暂按 {read} 读取。", "请确认；不对的请改正。"),
    "V-zero": Message("info", "{table}选了“本表未填写的数量均为 0”，{n} 个空格按 0 读取。", ""),
    # texts
    "N-blank": Message("error", "文字部分有 {n} 节没有填写，第一处是“{label}”。",
        "请填写正文；没有相关情况的也要写明“无”。"),
    "N-control": Message("error", "“{label}”里有不能打印的字符（{characters}）。",
        "请删除这些字符，多半是从别处粘贴时带来的。"),
    # workbooks and files
    "W-missing-file": Message("error", "找不到“{path}”。", "请检查文件名和所在文件夹。"),
    "W-no-input": Message("error", "“{path}”里没有可以检查的文件。", "请放入报送表（.xlsx）或报送数据（.json）。"),
    "W-not-workbook": Message("error", "这不是 Excel 工作簿，而是{kind}。", "请用 WPS 或 Excel 打开原报送表，另存为 .xlsx 后重发。"),
    "W-damaged": Message("error", "文件已损坏，打不开。", "请重新保存后再发一次。"),
    "W-hostile": Message("error", "文件的结构不正常，为安全起见没有打开。", "请用本次下发的空白表重新填写。"),
    "W-encrypted": Message("error", "文件加了打开密码。", "请用 --password 给出密码，或取消密码后重发。"),
    "W-password": Message("error", "给出的密码打不开这个文件。", "请核对密码，或取消密码后重发。"),
    "W-cipher": Message("error", "文件的加密方式不能识别，打不开。", "请取消密码后重发。"),
    "W-dlp": Message("error", "文件被本单位的加密软件加密，打不开。", "请解密后再报送。"),
    "W-owner": Message("error", "这是打开工作簿时产生的临时文件，里面没有数据。", "请报送文件名前不带“~$”的那个文件。"),
    "W-archive": Message("error", "这是压缩包，没有从中读到报送表。", "请解压后核对里面的工作簿；要整包核对的，用 .zip，里面不再套压缩包。"),
    "W-archive-password": Message("error", "压缩包加了密码。", "请解压后核对里面的工作簿。"),
    "W-xlsb": Message("error", "本机没有装读 .xlsb 的组件。", "请用 WPS 或 Excel 打开，另存为 .xlsx 后重发。"),
    "W-values-only": Message("info", "从 .xlsb 只能读到数值，没有核对公式、锁定和保护。", ""),
    "W-busy": Message("error", "文件读不出来（{detail}）。", "请关闭正在使用它的程序，或检查权限，再试一次。"),
    "W-not-submission": Message("error", "这个 .json 文件不是报送数据。", "请使用本工具生成的报送数据文件。"),
    "W-form-unknown": Message("error", "没有“{form}”这种报表。", "请把该报表的文件夹放进当前文件夹的 templates 中，或用环境变量 XLTOOL_FORMS 指明。"),
    "W-address-unknown": Message("error", "报送数据里有本报表没有的项目：{addresses}。", "请核对报表的版本。"),
    "W-not-our-form": Message("error", "没有认出本报表的表格，缺少：{missing}。",
        "请用本次下发的空白表填写，不要删改表头和行名。"),
    "W-row-missing": Message("error", "{table}里找不到“{labels}”，这些行或列的数字没有读取。",
        "请恢复被删改的行名、列名，或用空白表重新填写。"),
    "W-row-twice": Message("error", "{table}里有重复的行或列：{labels}。", "请只保留原来的一行（列），核对数字后再报送。"),
    "W-merged": Message("error", "{table}有几格被合并在一起，看不出各是多少：{labels}。", "请取消合并，逐格填写。"),
    "W-heading": Message("info", "{table}的表头有 {n} 处文字被改动，第一处应为“{label}”。", ""),
    "W-extra": Message("info", "文件里多了{things}，没有运行，也没有打开。", ""),
    "W-lost": Message("info", "与下发的表相比，少了{things}，多半是粘贴或另存时丢失的，不影响读取。", ""),
    "W-version": Message("warning", "这张表是 {version} 版格式，而 {year} 年度应使用 {right} 版，已按 {version} 版读取。",
        "请确认是否用错了表，必要时用新表重新填写。"),
    "W-form-version": Message("error", "这张表是 {version} 版格式，这里只有 {known} 版。",
        "请把该版本的报表文件夹放进当前文件夹的 templates 中，或更新软件。"),
    "W-note-old": Message("info", "“{label}”的说明“{text}”是为改动前的数字写的，没有采用。",
        "数字无误的，请在表中重新说明。"),
    "W-label": Message("warning", "{table}有 {n} 格的行名或列名被改动，已按格子的标记读取，第一处是“{label}”。",
        "请核对这些格子的数字，并恢复原来的行名、列名。"),
    "W-name": Message("warning", "{table}有 {n} 格可能被移动过，第一处是“{label}”：按行名列名在 {place}，标记却在 {named}。",
        "已按行名和列名读取，请核对这些格子的数字。"),
    "W-table-twice": Message("error", "有两张工作表都是{table}，内容不同：{sheets}。", "请只保留一张再报送。"),
    "W-unlocked": Message("info", "工作表的保护已被解除：{sheets}。", ""),
    "W-total": Message("error", "“{label}”的公式被改成了数字 {typed}，而按各项计算应为 {read}。",
        "请核对各项和总计；报送数据已按 {read} 计算。"),
    "W-total-typed": Message("info", "{table}有 {n} 个合计的公式被改成了数字，与计算结果相同，已恢复，第一处是“{label}”。", ""),
    "W-formula": Message("info", "{table}有 {n} 个合计的公式被改动，已按各项重新计算，第一处是“{label}”。", ""),
    "W-stale": Message("info", "{table}有 {n} 个合计显示的是旧数，已按各项重新计算，第一处是“{label}”。", ""),
    "W-identity": Message("error", "表里几处单位信息不一致：{detail}。", "请确认这是本单位的表，用本次下发的空白表重新填写。"),
    "W-no-identity": Message("warning", "表里的单位标记已丢失，单位按“基本信息”读取。", "请确认单位和年度无误。"),
    "W-unit-unknown": Message("error", "看不出这张表是哪个单位、哪一年的，缺少：{lost}。", "请用本次下发给本单位的表填写。"),
    "W-token": Message("warning", "校验码与单位、年度对不上，可能不是本次下发的表。", "请确认单位和年度无误。"),
    "W-prior": Message("info", "没有上年报送数据，未核对跨年关系。", ""),
    # reports
    "R-errors": Message("error", "{unit}的报送还有 {n} 处错误，没有生成报告。",
        "请先用 xltool check 查看并改正；只要草稿的，加上 --draft。"),
    "R-text-missing": Message("error", "{unit}的报送缺少正文：{labels}，没有生成报告。",
        "请补齐文字部分；只要草稿的，加上 --draft。"),
    "R-character": Message("error", "“{where}”里有文档不能容纳的字符（{found}）。", "请删除后再生成报告。"),
    "R-template": Message("error", "Word 模板不能使用：{detail}。", "请恢复随软件提供的模板，或改正后再试。"),
    "R-differs": Message("error", "生成的报告与报送数据不一致：{where} 应为“{meant}”，却是“{found}”。",
        "没有保存这份报告；请检查 Word 模板的标记是否被改动。"),
    "R-no-office": Message("error", "这台电脑没有 LibreOffice，不能直接生成 PDF。",
        "请用 WPS 打开 Word 报告，选“文件”→“输出为 PDF”。"),
    "R-pdf": Message("error", "LibreOffice 没有生成 PDF（{detail}）。", "请关闭正在运行的 LibreOffice 再试，或用 WPS 打开 Word 报告，选“文件”→“输出为 PDF”。"),
    # forms
    "F-encoding": Message("error", "form.toml 不是 UTF-8 编码。", "请另存为 UTF-8。"),
    "F-toml": Message("error", "form.toml 写法有误：{detail}。", "请检查引号、括号和逗号。"),
    "F-missing": Message("error", "缺少“{detail}”。", "请补上这一项。"),
    "F-order": Message("error", "order 应列出每张表和每个部分，各一次。", "请补齐或删去多余的。"),
    "F-code-twice": Message("error", "编号 {detail} 用了两次。", "请给新行新列新的编号。"),
    "F-outline-indent": Message("error", "这一行的缩进与上下不齐：{detail}。", "同级的标题缩进要相同。"),
    "F-outline-code": Message("error", "这一行的编号不对：{detail}。", "最末级的标题以 r 或 c 编号开头，上级标题不带编号。"),
    "F-rule": Message("error", "规则读不懂：{detail}。", "规则只能是加减和比较，例如 r1 + r2 == r24 + r25。"),
    "F-rule-address": Message("error", "规则里有表中没有的行或列：{detail}。", "请核对编号。"),
    "F-total-circle": Message("error", "合计互相引用：{detail}。", "请改正 totals。"),
    "F-level": Message("error", "规则里的单位类别不在 levels 中：{detail}。", "请核对。"),
    "F-tiling": Message("error", "表格没有铺满，或有重叠：{detail}。", "请核对各级标题。"),
    # collection rounds
    "C-exists": Message("error", "“{path}”里已经有一次报送任务。", "请换一个文件夹。"),
    "C-no-round": Message("error", "“{path}”不是报送任务的文件夹。", "请先用 xltool round init 建立，或用 --round 指明文件夹。"),
    "C-config": Message("error", "“{path}”的设置有误：{detail}。", "请改正后再试。"),
    "C-store": Message("error", "任务记录“{path}”不能使用（{detail}）。", "请检查磁盘空间，关闭占用它的程序，再运行一次即可继续。"),
    "C-letter": Message("error", "信件模板“{path}”不能使用：{detail}。", "请改正模板，或删去它以使用自带的。"),
    "C-not-made": Message("error", "还没有制作{unit}的报送表。", "请先运行 xltool round make。"),
    "C-no-mail": Message("error", "还没有设置邮箱。", "请在 round.toml 的 [mail] 中填写，或用 --drafts 生成可手工发送的邮件。"),
    "C-password": Message("error", "没有邮箱的授权码。", "请设置环境变量 XLTOOL_MAIL_PASSWORD。"),
    "C-login": Message("error", "邮箱连接或登录不成功：{detail}。", "请核对 round.toml 中的服务器、用户名和授权码。"),
    "C-broken": Message("error", "与邮箱的连接断开了：{detail}。", "已收到的都已保存，再运行一次即可继续。"),
    "C-unit": Message("error", "名册中没有“{unit}”。", "请用单位代码或全称。"),
    "C-arrival": Message("error", "没有编号为 {n} 的待认领文件。", "用 xltool round status 查看编号。"),
    "C-reason": Message("error", "接受有错误的报送、或不收一份报送，要用 --reason 写明原因。", ""),
    "C-no-version": Message("error", "{unit}还没有可以处理的报送。", ""),
    # use
    "U-form": Message("error", "没有“{form}”这种报表；现有：{forms}。", "请核对名称，或给出报表文件夹的路径。"),
    "U-unit": Message("error", "请用 --unit 给出单位名称，或用 --roster 给出单位名册。", ""),
    "U-code": Message("error", "单位代码“{code}”只能用字母、数字、“-”和“_”。", "请修改单位代码。"),
    "U-differs": Message("error", "{what}与数据文件不一致：一个是“{given}”，一个是“{data}”。", "请核对后再试。"),
    "U-year": Message("error", "请用 --year 给出报告年度，例如 --year 2025。", ""),
    "U-level": Message("error", "没有“{level}”这种单位类别；可用：{levels}。", "请核对。"),
    "U-profile": Message("error", "报表没有“{profile}”这种地方格式；可用：{profiles}。", "请核对。"),
    "U-roster": Message("error", "名册“{path}”第 {line} 行：{detail}。", "请改正后再试。"),
    "U-roster-file": Message("error", "名册“{path}”不能读取：{detail}。", "名册应为 .xlsx 或 .csv，第一行是列名。"),
    "U-prior": Message("error", "上年数据“{path}”不能使用：{detail}。", "请给出上一年的报送数据或报送表。"),
    "U-exists": Message("error", "“{path}”已经存在，没有覆盖。", "请换一个文件夹，或加上 --force。"),
    "U-write": Message("error", "“{path}”写不进去（{detail}）。", "请关闭正在打开它的程序，检查磁盘空间和权限。"),
    "U-format": Message("error", "不能生成“{format}”；可以：docx、pdf、html、csv、json。", ""),
    "U-shard": Message("error", "“{shard}”不是一份：应写成“第几份/共几份”，如 2/5。", ""),
    "U-dask": Message("error", "没有安装 Dask。", "运行 pip install \"xltool[dask]\"，或去掉 --scheduler。"),
    "U-scheduler": Message("error", "连不上 Dask 调度器 {address}：{detail}。", "请核对地址，或去掉 --scheduler。"),
    "U-findings": Message("error", "“{path}”应以 .xlsx 或 .html 结尾。", ""),
    "U-password": Message("error", "口令只能是不超过 15 个的英文字母、数字和符号。", "请修改环境变量 XLTOOL_PASSWORD。"),
    "U-data-folder": Message("error", "“{path}”不是文件夹。", "与名册同用时，--data 应是放有各单位“代码.json”的文件夹。"),
    "U-both": Message("error", "--unit 和 --roster 只能用一个。", ""),
    "U-option": Message("error", "没有“{name}”这个选项。", "用 --help 查看可用的选项。"),
    "U-command": Message("error", "没有“{name}”这个命令。", "用 --help 查看可用的命令。"),
    "U-missing": Message("error", "缺少“{name}”。", "用 --help 查看用法。"),
    "U-value": Message("error", "“{name}”的值不对。", "用 --help 查看用法。"),
    "U-usage": Message("error", "用法不对：{detail}。", "用 --help 查看用法。"),
    "U-demo-folder": Message("error", "“{path}”里有别的文件，不能用作演示文件夹。", "请换一个空文件夹。"),
}  # fmt: skip

KINDS = {
    "empty": "空文件", "pdf": "PDF 文件", "ole": "旧版 Office 的别的文件", "doc": "旧版 Word 文档（.doc）", "html": "网页文件",
    "xml": "XML 文件", "text": "文本文件（如 .csv）", "image": "图片", "docx": "Word 文档",
    "other": "不认识的文件，也可能被加密软件加密",
}  # fmt: skip
ROSTER_FAULTS = {
    "code": "没有单位代码", "name": "没有单位名称", "twice": "单位代码“{value}”重复", "chars": "单位代码“{value}”只能用字母、数字、“-”和“_”",
    "level": "没有“{value}”这种单位类别", "columns": "缺少“单位代码”或“单位名称”列", "empty": "没有单位",
    "encoding": "文字编码不是 UTF-8 或 GBK", "missing": "找不到文件", "suffix": "不是 .xlsx 或 .csv 文件", "damaged": "文件已损坏",
    "name-twice": "单位名称“{value}”重复", "name-chars": "单位名称里有不能打印的字符",
    "email": "“{value}”不像邮箱地址",
}  # fmt: skip
PRIOR_FAULTS = {
    "missing": "找不到", "unreadable": "读不出来", "year": "不是上一年的", "form": "不是同一种报表", "none": "没有本单位的数据",
}  # fmt: skip

PAGE = {
    "basis": "依据：{basis}", "counts": "填报 {inputs} 格，合计 {totals} 格", "rules": "勾稽关系", "texts": "文字部分",
    "profiles": "地方格式：{profiles}", "cell_head": "| 编号 | 位置 | 名称 | 填法 |", "input": "填报", "total": "合计",
    "findings": "审核问题一览",
    "findings_note": "本页由 `make docs` 从程序和报表 {form} 生成，不要手改。花括号处在实际提示中换成单位、格子和数字。",
    "finding_head": "| 编号 | 级别 | 意思 | 建议 |",
    "rule_head": "| 编号 | 级别 | 范围 | 关系 |",
}  # fmt: skip
FAMILIES = {
    "V": "数值", "N": "文字", "W": "报送文件", "R": "报告", "F": "报表文件 form.toml", "C": "报送任务", "U": "命令用法",
}  # fmt: skip
FORM_OK = "{form}：没有问题（{cells} 格，{rules} 条关系）"

SEVERITY = {"error": "错误", "warning": "提醒", "info": "说明"}
STATUS = {
    "accepted": "通过", "accepted_with_warnings": "通过（有提醒）", "rejected": "需改正", "unreadable": "不能读取",
}  # fmt: skip
RULE_FAILS = {
    "==": "{left}{left_sum}不等于{right}{right_sum}，{sign} {difference}。",
    ">=": "{left}{left_sum}小于{right}{right_sum}，少 {difference}。",
    "<=": "{left}{left_sum}大于{right}{right_sum}，多 {difference}。",
}
SUM_FAILS = "“{label}”填的是 {left_sum}，{right}是 {right_sum}，{sign} {difference}。"
SUM_ADVICE = "请核对总计和各组成项。"
SIGN = {"+": "多", "-": "少"}
NOTED = "单位说明：{note}"
SUMMARY = "共 {files} 个文件：通过 {accepted} · 有提醒 {accepted_with_warnings} · 需改正 {rejected} · 不能读取 {unreadable}"
WROTE_NOTHING = "没有可做的事。"
INTERNAL = "程序内部出错：{detail}。这是 xltool 的问题，请把出错的文件和这句话发给维护人员。"
SKIPPED = "跳过：{path}"
INTERRUPTED = "已中断；已写好的文件都是完整的，再运行一次即可继续。"
DEMO = {
    "make": "1. 制表：把示例名册中各单位的空白报送表、一份预填的报送表放在",
    "check": "2. 核对：{n} 份示例报送的核对结果放在",
    "marked": "退回：其中一份不平的，标明错处、可以直接改的副本放在",
    "report": "3. 报告：金乡县投资促进服务中心2025年报告由 LibreOffice 填写保存的报送表生成，放在",
    "next": "可以先打开报告和报送表看看，再看核对结果。",
}
DEMO_FOLDERS = {"make": "1-报送表", "check": "2-核对结果.txt", "marked": "2-退回", "report": "3-报告"}
DEMO_MARK = "xltool-demo.txt"
DEMO_NOTE = "这个文件夹由 xltool demo 生成，再运行一次会整个替换。"

ADVICE = "建议："
MAKING = "制表"
CHECKING = "核对"
REPORTING = "出报告"
LINE = "（第 {line} 行）"


# repair hints: guesses at what was typed wrongly, said after the advice
HINT = "推测（请核对原始台账）：{answers}。"
HINT_OR = "；或者"
HINT_PLACE = "“{label}”"
HINT_CELL = "（{cell}）"
HINTS = {
    "swapped": "{place}可能把 {meant} 填成了 {typed}，两位数字颠倒",
    "dropped": "{place}可能把 {meant} 填成了 {typed}，漏了一位数字",
    "doubled": "{place}可能把 {meant} 填成了 {typed}，多打了一位数字",
    "sign": "{place}可能把 {meant} 填成了 {typed}，多打了负号",
    "unfilled": "{place}可能没有合计，应为 {meant}",
    "other": "{place}可能应为 {meant}，填成了 {typed}",
    "moved": "{place}的 {typed} 可能应填在{place_2}",
    "exchanged": "{place}的 {typed} 和{place_2}的 {typed_2} 可能填反了",
    "two": "{place}可能应为 {meant}，填成了 {typed}，同时{place_2}可能应为 {meant_2}，填成了 {typed_2}",
}


def hint_words(hints: tuple[Hint, ...]) -> str:
    """One sentence for equally good guesses; "" for none."""
    if not hints:
        return ""
    answers = []
    for hint in hints:
        args = {}
        for doubt, suffix in zip(hint.doubts, ("", "_2"), strict=False):
            cell = HINT_CELL.format(cell=doubt.cell.rpartition("!")[2]) if doubt.cell else ""
            args["place" + suffix] = HINT_PLACE.format(label=doubt.label) + cell
            args["typed" + suffix], args["meant" + suffix] = doubt.typed, doubt.meant
        answers.append(HINTS[hint.kind].format(**args))
    return HINT.format(answers=HINT_OR.join(answers))


def wording(finding: Finding) -> tuple[str, str]:
    """(sentence, advice) of a finding, guesses after the advice; rules are worded by the form's own words."""
    text, advice = _wording(finding)
    return text, advice + hint_words(finding.hints)


def _wording(finding: Finding) -> tuple[str, str]:
    args = dict(finding.args)
    if finding.code in MESSAGES:
        message = MESSAGES[finding.code]
        args["kind"] = KINDS.get(args.get("kind", ""), args.get("kind", ""))
        return message.text.format(**args), message.advice.format(**args)
    args["sign"] = SIGN[args["sign"]]
    if "-S-" in finding.code:
        return SUM_FAILS.format(**args), SUM_ADVICE
    for side in ("left_sum", "right_sum"):  # a side that is only a number needs none beside its words
        args[side] = args[side] and f"（{args[side]}）"
    text = RULE_FAILS[args["operator"]].format(**args)
    if args["label"]:
        text = f"（{args['label']}）{text}"
    if "note" in args:
        return text + NOTED.format(**args), ""
    return text, args["advice"]


def sentence(code: str, /, **args: str) -> str:
    """One message outside any finding, with its advice."""
    message = MESSAGES[code]
    args["kind"] = KINDS.get(args.get("kind", ""), args.get("kind", ""))
    return (message.text + message.advice).format(**args)
