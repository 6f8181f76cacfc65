"""Words of the pages about forms: manual, differences of two versions, carrying figures over."""

PAGE = {
    "basis": "依据：{basis}", "origin": "（依据：{origin}）", "counts": "填报 {inputs} 格，合计 {totals} 格", "rules": "勾稽关系", "rules_of": "勾稽关系：{form}", "texts": "文字部分",
    "profiles": "地方格式：{profiles}", "cell_head": "| 编号 | 位置 | 名称 | 填法 |", "input": "填报", "total": "合计", "words": "填文字",
    "findings": "审核问题一览",
    "findings_note": "本页由 `make docs` 从程序和报表 {form} 生成，不要手改。花括号处在实际提示中换成单位、格子和数字。",
    "finding_head": "| 编号 | 级别 | 意思 | 建议 |",
    "rule_head": "| 编号 | 级别 | 范围 | 关系 |",
}  # fmt: skip
FAMILY_TITLES = {
    "V": "数值", "P": "与上年比较", "N": "文字", "W": "报送文件", "R": "报告", "F": "报表文件 form.toml", "C": "报送任务", "A": "汇总", "U": "命令用法",
}  # fmt: skip
WAYS = {
    "count": "填整数",
    "amount": "填数，可带小数",
    "change": "填整数，可为负数",
    "balance": "填数，可带小数，可为负数",
    "percent": "填百分号前的数，可为负数",
    "text": "填文字",
    "date": "填日期",
    "choice": "选择",
    "total": "自动合计",
}
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
    "fixed": "固定的字由“{old}”改为“{new}”", "foot": "表下面的话由“{old}”改为“{new}”",
    "measure": "计量单位由“{old}”改为“{new}”",
    "part-added": "新增小节“{new}”", "part-removed": "取消小节“{old}”", "part-renamed": "小节“{old}”改为“{new}”",
    "prompt": "填写要求由“{old}”改为“{new}”",
    "rule-promoted": "试行的关系转为正式：{new}", "rule-added": "新增关系 {new}", "rule-removed": "取消关系 {old}", "rule-renamed": "关系 {old} → {new}",
    "rule-cells": "关系 {new}：文字未变，涉及的格子变了",
}  # fmt: skip
DIFF_WORDS = "、"
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
FORM_EQUAL = "{form}：与官方文件“{file}”逐格相同（{cells} 格）"
FORM_ACCEPTED = "，另有 {n} 处不同已确认"
FORM_RECORD = (
    "请把下面几行写进 form.toml 的末尾（核对的记录；不同之处，逐条看过、确认无妨的才留下，其余先改正）："
)
FORM_PROVEN = "已与官方文件“{file}”逐格核对（{day}）"
OFFICIAL_BLANK = "（空）"
FORM_WORD = "{where} 里的“{word}”，{advice}"
FORM_NEAR = "最接近的是“{near}”"
FORM_WORDS = "可以写的是 {words}"
FORM_OK = "{form}：没有问题（{cells} 格，{rules} 条关系）"
# what stands above or below a printed table and is no row of it
BESIDE_TABLE = r"[(（]?(?:注|说明|备注|附注|单位|负责人|填表|填报|制表|制定|审核|批准|表号|报出|联系|计量|金额|有效期)[^：:]{0,8}[：:]"
FORM_SHAPE = "{where} 里的“{word}”应当是{shape}"
FORM_SHAPES = {"str": "带引号的文字", "list": "方括号里的一列，如 [\"…\", \"…\"]", "dict": "花括号里的几项，如 { … = \"…\" }",
               "int": "一个整数", "bool": "true 或 false"}  # fmt: skip
