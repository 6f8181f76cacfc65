"""The catalogue of findings: code → severity, sentence, advice.  Every sentence the tool says.

Imports nothing of the tool but words and data types; renderers call `wording`.
Where · what · evidence · advice, in plain Chinese, without variable names.
"""

from __future__ import annotations

from dataclasses import dataclass

from xltool.core.check.finding import Finding, Hint
from xltool.core.form.model import Severity


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
    # beside last year's
    "P-jump": Message("warning", "{table}有 {n} 格与上年相差 {factor} 倍以上：{items}。",
        "请对照台账核对，是不是多打、漏打了一位，或填错了格；无误的写明情况。"),
    "P-unit": Message("warning", "“{label}”上年 {last}，本年 {now}，相差约一万倍。", "请核对单位是万元还是元。"),
    "P-exchanged": Message("warning",
        "{table}的“{first}”和“{second}”可能填反了：上年是 {first_last} 和 {second_last}，本年是 {first_now} 和 {second_now}。",
        "请对照台账核对；无误的写明情况。"),
    # texts
    "N-blank": Message("error", "文字部分有 {n} 节没有填写，第一处是“{label}”。",
        "请填写正文；没有相关情况的也要写明“无”。"),
    "N-control": Message("error", "“{label}”里有不能打印的字符（{characters}）。",
        "请删除这些字符，多半是从别处粘贴时带来的。"),
    "N-beside": Message("info", "有 {n} 节文字取自同名的 Word 文件“{file}”。", ""),
    "N-beside-none": Message("warning", "同名的 Word 文件“{file}”里没有按官方标题找到文字，没有采用。", "请按“一、总体情况”“（一）主动公开情况”等官方标题分节。"),
    "N-beside-differs": Message("warning", "文字部分与同名的 Word 文件“{file}”不同，用的是工作表里的文字，第一处是“{label}”。",
        "请确认以哪一份为准。"),
    "N-title": Message("warning", "标题“{found}”与官方格式不同，应为“{label}”。", "请改用官方标题。"),
    "N-outside": Message("info", "{table}的表外还有文字，没有读取：“{text}”。", ""),
    "N-bound-unknown": Message("error", "“{label}”里的 {typed} 没有对应的数字。",
        "请核对花括号里的编号或名称；不是要引用数字的，请去掉花括号。"),
    "N-bound-blank": Message("error", "“{label}”里的 {typed} 引用的“{cell}”没有数字。", "请先填好那一格。"),
    "N-count": Message("warning", "“{label}”写的是“{quote}”，而表中{held}。", "请核对，使文字与表格一致。"),
    "N-list": Message("warning", "“{label}”写的是“{quote}”，而所列各项 {parts}＝{sum}，不等于 {whole}。",
        "请核对总数和各项；只举其中几项的，请写“主要有”或“等”。"),
    "N-year": Message("warning", "“{label}”写的是“{quote}”，而本报告是 {year} 年度的。", "请核对是否沿用了往年的文字。"),
    "N-period": Message("warning", "“{label}”写的是“{quote}”，统计期限应为 {year} 年1月1日至12月31日。", "请改正。"),
    "N-basis": Message("warning", "“{label}”写的是“{quote}”，引用的文件已被代替。", "现行格式的依据是{basis}，请改正。"),
    "N-heading": Message("warning", "“{label}”的正文里写了标题：{quote}。", "标题由报告自动加上，请只写正文。"),
    "N-heading-other": Message("warning", "“{label}”的正文里有别的部分的标题：{quote}。", "请把那一部分的文字移到它自己的格子里。"),
    "N-self": Message("warning", "“{label}”写的是“{quote}”，而填报单位是{unit}，不应称“{word}”。", "请核对是否用了别的单位的文字。"),
    "N-name": Message("warning", "“{label}”写的是“{quote}”，其中的“{word}”不是填报单位{unit}。", "请核对单位名称。"),
    "N-identity": Message("warning", "“{label}”里有公民身份号码（{quote}）。", "公开前请删去或隐去个人信息。"),
    "N-mobile": Message("warning", "“{label}”里有手机号码（{quote}）。", "个人手机号码请删去；联系方式请写办公电话。"),
    "N-slip": Message("warning", "“{label}”写的是“{quote}”，“{typed}”可能是“{meant}”之误。", "请核对。"),
    "N-double": Message("warning", "“{label}”里有重复的字：“{quote}”。", "请删去多余的。"),
    "N-magnitude": Message("warning", "“{label}”写的是“{quote}”，数字大得不合常理。", "请核对数字和单位。"),
    "N-rare": Message("info", "“{label}”里有仿宋_GB2312 等字体没有的字：{quote}。", "打印前请看看这些字的样子。"),
    "N-absent": Message("warning", "“{label}”没有写到{what}。", "没有发生的也要写明。"),
    "N-same": Message("warning", "{labels}与上年报告几乎一样。", "请写本年的情况，不要与上年雷同。"),
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
    "W-no-tables": Message("error", "文档里没有报告的表格，缺少：{missing}。", "只有文字的，请和填好的报送表放在一起，文件名相同；表格是图片的，请改填报送表。"),
    "W-tables-missing": Message("error", "报告里有表格没有认出：{missing}。", "请核对表格的行名和列名是否与官方格式一致。"),
    "W-no-title": Message("error", "没有找到报告的标题，看不出是哪个单位、哪一年的。", "标题应为“单位名称{title}”。"),
    "W-row-absent": Message("warning", "{table}里没有“{label}”这一行，没有当作空白，也没有当作 0。", "请确认该行确实没有数字，报告应按官方格式保留这一行。"),
    "W-folded": Message("error", "{table}的“{group}”只印了一行（{figures}），是以前的格式，没有读取。",
        "请确认这些数是否应填在“{label}”，再按现行格式分行填写。"),
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
    "R-no-charts": Message("error", "没有安装画图的组件，报告里不能加图。", "请安装 xltool[charts]；汇总表（.xlsx）里的图不需要它。"),
    "R-no-font": Message("error", "这台电脑没有画图用的中文字体，或字体里缺少单位名称用的字。", "请安装中文字体（如思源黑体），或不加 --charts。"),
    "R-pdf": Message("error", "LibreOffice 没有生成 PDF（{detail}）。", "请关闭正在运行的 LibreOffice 再试，或用 WPS 打开 Word 报告，选“文件”→“输出为 PDF”。"),
    # forms
    "F-template-damaged": Message("error", "模板打不开。", "请用 Word 或 WPS 重新保存为 .docx。"),
    "F-template-extra": Message("error", "模板里有{thing}。", "请去掉后再用。"),
    "F-tag-code": Message("error", "模板里有不能使用的标记“{text}”。", "标记只能是本报表的格子或部分，不能有别的写法。"),
    "F-tag-unknown": Message("error", "模板里的标记“{text}”不是本报表的格子或部分。", "请核对编号。"),
    "F-tag-missing": Message("error", "模板里没有“{label}”的标记 {tag}。", "请在原来的位置补上，外面是两个半角花括号。"),
    "F-tag-twice": Message("error", "模板里“{label}”的标记 {tag} 不止一处。", "请只保留原来的一处。"),
    "F-tag-moved": Message("error", "模板里“{label}”的格子放的是“{other}”。", "请把标记放回原来的格子。"),
    "F-braces": Message("error", "模板里有不成对或全角的花括号：“{text}”。", "请改为两个半角花括号。"),
    "F-template-text": Message("error", "模板里“{meant}”变成了“{found}”。", "官方的标题和表头不能改动。"),
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
    "F-phrase": Message("error", "says 或 none 里的句子读不懂：{detail}。", "数字写作 N件，可有可无的字写作 [甲|]。"),
    "F-text-address": Message("error", "narrative 里有表中没有的文字部分：{detail}。", "请核对编号。"),
    "F-many": Message("error", "“{detail}”的写法不对。", "请用两层方括号，例如 [[table]]、[[table.rule]]。"),
    "F-sheet": Message("error", "工作表名称“{detail}”不能用。",
        "名称不超过 31 个字，不含 \\ / * ? : [ ]，各表不重复，也不能与“基本信息”“文字部分”等固有的工作表同名。"),
    "F-widths": Message("error", "widths 的个数与表格的总列数不符（{detail}）。", "请逐列写出宽度，或删去 widths。"),
    "F-cross": Message("error", "与“{detail}”核对的关系里有那张报表没有的格子，或没有找到那张报表。", "请核对编号。"),
    "F-migrate": Message("error", "migrate 里的“{detail}”对不上。", "左边应是本版由单位填的格子，右边应是旧版有的格子。"),
    "F-kind": Message("error", "kinds 里没有“{detail}”这种填法。", "可以是 count（整数）、amount（可带小数）、change（可为负的整数）。"),
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
    "C-password": Message("error", "没有邮箱的授权码。", "请设置环境变量 XLTOOL_MAIL_PASSWORD，或存进系统的密码库（装 xltool[keyring]，服务名 xltool，用户名为邮箱）。"),
    "C-login": Message("error", "邮箱连接或登录不成功：{detail}。", "请核对 round.toml 中的服务器、用户名和授权码。"),
    "C-broken": Message("error", "与邮箱的连接断开了：{detail}。", "已收到的都已保存，再运行一次即可继续。"),
    "C-unit": Message("error", "名册中没有“{unit}”。", "请用单位代码或全称。"),
    "C-arrival": Message("error", "没有编号为 {n} 的待认领文件。", "用 xltool round status 查看编号。"),
    "C-reason": Message("error", "接受有错误的报送、或不收一份报送，要用 --reason 写明原因。", ""),
    "C-no-version": Message("error", "{unit}还没有可以处理的报送。", ""),
    # sums
    "A-twice": Message("error", "{unit}与{other}是同一个单位（代码 {code}），没有汇总。",
        "请只保留一份；是两个单位的，改正代码或名称。"),
    "A-forms": Message("error", "{unit}的报送是 {form}，其他的是 {other}，不能汇总在一起。", "请分开汇总。"),
    "A-years": Message("error", "{unit}的报送是 {year} 年度，其他的是 {other} 年度，不能汇总在一起。", "请分开汇总。"),
    "A-nothing": Message("error", "没有可以汇总的报送。", "请核对文件，或去掉 --exclude、--accepted-only。"),
    "A-errors": Message("error", "{unit}的报送有 {n} 处错误，已计入汇总，合计可能不准。",
        "请退回改正后重新汇总；暂不计入的，用 --exclude 或 --accepted-only。"),
    "A-blank": Message("warning", "{unit}有 {n} 格没有数，汇总时没有计入，第一处是“{label}”。", "请该单位补填后重新汇总。"),
    "A-missing": Message("warning", "名册中有 {n} 个单位没有报送，没有计入：{units}。", "请催报，或在说明中写明汇总范围。"),
    "A-stranger": Message("warning", "有 {n} 个单位不在名册中，已计入：{units}。", "请核对名册；不应计入的，用 --exclude。"),
    "A-excluded": Message("info", "{unit}没有计入：{reason}。", ""),
    "A-override": Message("info", "“{label}”各单位合计 {total}，公布 {figure}，差 {difference}：{reason}。", ""),
    "A-unreadable": Message("error", "“{path}”读不出来，没有计入：{reason}。", "请单位重发后重新汇总。"),
    "A-own": Message("warning", "“{path}”是汇总单位自己的数据，没有计入。", "多半是上次的汇总结果，请移到别的文件夹。"),
    "A-exclude": Message("error", "没有“{unit}”这个单位，不能排除。", "请用单位代码或全称。"),
    "A-exclude-reason": Message("error", "“{given}”没有写明原因。", "请写成 代码=原因，例如 --exclude 012=与某某局合并。"),
    "A-override-file": Message("error", "调整表“{path}”不能读取：{detail}。",
        "应为 .xlsx 或 .csv，第一行是列名：项目、公布数、说明。"),
    "A-override-line": Message("error", "调整表“{path}”第 {line} 行：{detail}。", "请改正后再试。"),
    "A-texts": Message("error", "“{path}”里没有可用的文字部分。", "请给出报送数据（.json），文字写在其中的 texts 里。"),
    "A-suffix": Message("error", "“{path}”应以 .xlsx 或 .json 结尾。", ""),
    "A-into": Message("error", "“{path}”填不进去：{detail}。", "请核对是不是上级下发的 .xlsx 汇总表。"),
    "A-into-table": Message("error", "没有找到“{table}”，缺少“{label}”等 {n} 格。", ""),
    "A-into-lost": Message("warning", "“{path}”里的图片或图表没有保留。", "请从原文件复制过来。"),
    "A-into-itself": Message("error", "结果不能写回“{path}”。", "请用 -o 另给一个文件名。"),
    "A-draft": Message("info", "汇总有错误或文字部分不全，报告首行注明“草稿”。", "文字部分用 --data 给出。"),
    # use
    "U-form": Message("error", "没有“{form}”这种报表；现有：{forms}。", "请核对名称，或给出报表文件夹的路径。"),
    "U-diff": Message("error", "“{old}”和“{new}”不是同一种报表。", "请给出一种报表的两个版本。"),
    "U-migrate": Message("error", "{new} 没有写明怎样沿用 {old} 的数据。", "请核对两个版本，或在新版的 form.toml 中写 [migrate]。"),
    "U-form-name": Message("error", "文件夹名“{name}”不能用作报表。", "请用“编号-年度”，编号为小写字母和数字，例如 jytanb-2025。"),
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
    "U-fonts": Message("error", "没有“{fonts}”这套字体；可以：{sets}。", ""),
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
    "basis": "依据：{basis}", "counts": "填报 {inputs} 格，合计 {totals} 格", "rules": "勾稽关系", "rules_of": "勾稽关系：{form}", "texts": "文字部分",
    "profiles": "地方格式：{profiles}", "cell_head": "| 编号 | 位置 | 名称 | 填法 |", "input": "填报", "total": "合计",
    "findings": "审核问题一览",
    "findings_note": "本页由 `make docs` 从程序和报表 {form} 生成，不要手改。花括号处在实际提示中换成单位、格子和数字。",
    "finding_head": "| 编号 | 级别 | 意思 | 建议 |",
    "rule_head": "| 编号 | 级别 | 范围 | 关系 |",
}  # fmt: skip
FAMILIES = {
    "V": "数值", "P": "与上年比较", "N": "文字", "W": "报送文件", "R": "报告", "F": "报表文件 form.toml", "C": "报送任务", "A": "汇总", "U": "命令用法",
}  # fmt: skip
WAYS = {"count": "填整数", "amount": "填数，可带小数", "change": "填整数，可为负数", "total": "自动合计"}
DIFF_TITLE = "{old} → {new} 的变化"
DIFF_NONE = "没有变化。"
DIFF_CARRIED = "旧版的数据可以沿用 {n} 格，其余 {rest} 格要新填。"
DIFF_NOT_CARRIED = "新版没有写明怎样沿用 {version} 版的数据（[migrate.{version}]）。"
DIFF = {
    "name": "报表名称由“{old}”改为“{new}”", "basis": "依据由“{old}”改为“{new}”", "title": "报告标题由“{old}”改为“{new}”",
    "levels": "单位类别由“{old}”改为“{new}”", "fields": "单位自填项目由“{old}”改为“{new}”", "order": "先后由“{old}”改为“{new}”",
    "guide-added": "填报说明新增：{new}", "guide-removed": "填报说明取消：{old}",
    "profile-added": "新增地方格式“{new}”", "profile-removed": "取消地方格式“{old}”",
    "table-added": "新增表“{new}”", "table-removed": "取消表“{old}”", "table-renamed": "表名由“{old}”改为“{new}”",
    "section-added": "新增部分“{new}”", "section-removed": "取消部分“{old}”", "section-renamed": "部分名称由“{old}”改为“{new}”",
    "row-added": "新增行“{new}”", "row-removed": "取消行“{old}”", "row-renamed": "行“{old}”改为“{new}”",
    "column-added": "新增列“{new}”", "column-removed": "取消列“{old}”", "column-renamed": "列“{old}”改为“{new}”",
    "cell-added": "新增格“{new}”", "cell-removed": "取消格“{old}”", "way": "{old} → {new}",
    "measure": "计量单位由“{old}”改为“{new}”",
    "part-added": "新增小节“{new}”", "part-removed": "取消小节“{old}”", "part-renamed": "小节“{old}”改为“{new}”",
    "prompt": "填写要求由“{old}”改为“{new}”",
    "rule-added": "新增关系 {new}", "rule-removed": "取消关系 {old}", "rule-renamed": "关系 {old} → {new}",
    "rule-cells": "关系 {new}：文字未变，涉及的格子变了",
}  # fmt: skip
DIFF_NOTE_TITLE = "今年的{form}（{basis}）与以前的表相比有以下变化，请用新表填报："
DIFF_NOTE_NONE = "今年的{form}与以前的表相同，请按以前的办法填报。"
DIFF_NOTE_PLACE = "{place}："
DIFF_NOTE_EACH = (("“{text}”", ""), ("“{old}”改为“{new}”", "，"))  # a thing, and one with another name
DIFF_NOTE = {
    "table-added": "新增{texts}", "table-removed": "取消{texts}", "table-renamed": "{texts}",
    "section-added": "新增{texts}", "section-removed": "取消{texts}", "section-renamed": "{texts}",
    "row-added": "新增{texts}行", "row-removed": "取消{texts}行", "row-renamed": "{texts}",
    "column-added": "新增{texts}列", "column-removed": "取消{texts}列", "column-renamed": "{texts}",
    "part-added": "新增{texts}", "part-removed": "取消{texts}", "part-renamed": "{texts}",
}  # fmt: skip
MIGRATION = {
    "lost": "没有沿用：{what}",
    "figure": "{table} “{label}”的 {figure}",
    "text": "“{label}”的文字",
    "note": "对 {code} 的说明",
    "open": "新版还有 {n} 格要填。用 xltool make 的 --data 做成新表。",
}
FORM_NEXT = "用记事本改 form.toml，改一处就运行一次：xltool form check {folder}"
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
JUMP = "“{label}”上年 {last}，本年 {now}"
OVERRIDE_FAULTS = {
    "columns": "缺少“项目”“公布数”“说明”中的列", "item": "没有“{value}”这个项目", "several": "项目不止一格，请写明行和列或编号：{value} 等",
    "total": "“{value}”是合计，由各项算出，请调整各项", "twice": "“{value}”写了两次", "figure": "公布数“{value}”不是可以填的数",
    "reason": "“{value}”没有说明",
}  # fmt: skip
LEFT_OUT = "报送有 {n} 处错误"
CULPRITS = "不符的单位有 {n} 个：{units}。"
CHANGED = "各单位合计 {total}，公布 {figure}，差 {difference}：{reason}"
SIGN = {"+": "多", "-": "少"}
NOTED = "单位说明：{note}"
SUMMARY = "共 {files} 个文件：通过 {accepted} · 有提醒 {accepted_with_warnings} · 需改正 {rejected} · 不能读取 {unreadable}"
INTERNAL = "程序内部出错：{detail}。这是 xltool 的问题，请把出错的文件和这句话发给维护人员。"
CROSS_MANY = "文件超过 {n} 个，没有核对不同报表之间的关系；需要的请分批核对。"
SKIPPED = "跳过：{path}"
INTERRUPTED = "已中断；已写好的文件都是完整的，再运行一次即可继续。"
DEMO = {
    "make": "1. 制表：把示例名册中各单位的空白报送表、一份预填的报送表放在",
    "check": "2. 核对：{n} 份示例报送的核对结果放在",
    "marked": "退回：其中一份不平的，标明错处、可以直接改的副本放在",
    "report": "3. 报告：金乡县投资促进服务中心2025年报告由 LibreOffice 填写保存的报送表生成，放在",
    "sum": "4. 汇总：其中 {n} 个单位的汇总表，没报的单位写明，放在",
    "county": "示例县",
    "level": "县级",
    "next": "可以先打开报告和报送表看看，再看核对结果。",
}
DEMO_FOLDERS = {
    "make": "1-报送表",
    "check": "2-核对结果.txt",
    "marked": "2-退回",
    "report": "3-报告",
    "sum": "4-汇总.xlsx",
}
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
