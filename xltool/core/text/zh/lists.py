"""Column heads of lists such as the roster, and what may be wrong in one that is read."""

ROSTER = {
    "code": "单位代码",
    "name": "单位名称",
    "level": "单位类别",
    "email": "邮箱",
    "contact": "联系人",
    "phone": "电话",
    "address": "地址",
    "website": "网站",
    "former": "曾用名",
    "deadline": "截止日期",
}
ROSTER_FAULTS = {
    "code": "没有单位代码", "name": "没有单位名称", "twice": "单位代码“{value}”重复", "chars": "单位代码“{value}”只能用字母、数字、“-”和“_”",
    "level": "没有“{value}”这种单位类别", "columns": "缺少“单位代码”或“单位名称”列", "empty": "没有单位",
    "name-twice": "单位名称“{value}”重复", "name-chars": "单位名称里有不能打印的字符",
    "email": "“{value}”不像邮箱地址", "deadline": "截止日期“{value}”不是日期，请写成 2026-01-20",
}  # fmt: skip
TABLE_FAULTS = {
    "encoding": "文字编码不是 UTF-8 或 GBK", "missing": "找不到文件", "suffix": "不是 .xlsx 或 .csv 文件", "damaged": "文件已损坏", "rows": "超过 20000 行",
}  # fmt: skip
PRIOR_FAULTS = {
    "missing": "找不到", "unreadable": "读不出来", "year": "不是上一年的", "form": "不是同一种报表", "none": "没有本单位的数据",
}  # fmt: skip
FINDINGS_TITLE = "审核情况"
RETURNED_FOLDER = "退回"
FINDINGS_HEAD = ("单位", "文件", "要求", "位置", "问题", "建议", "原值", "应为", "差额", "编号")
FINDINGS_SUM = "汇总"
FINDINGS_SUM_HEAD = ("单位", "文件", "结论", "必须改正", "请核实", "提示")
FINDINGS_FILES_HEAD = (*FINDINGS_SUM_HEAD, "先做什么")
FINDINGS_WHAT = "问题和建议"
NO_FINDINGS = "无问题"
UNIT_UNKNOWN = "（未能读出）"
OVERRIDE_COLUMNS = ("项目", "公布数", "说明")
OVERRIDE_FAULTS = {
    "columns": "缺少“项目”“公布数”“说明”中的列", "item": "没有“{value}”这个项目", "several": "项目不止一格，请写明行和列或编号：{value} 等",
    "total": "“{value}”是合计，由各项算出，请调整各项", "twice": "“{value}”写了两次", "figure": "公布数“{value}”不是可以填的数",
    "reason": "“{value}”没有说明",
}  # fmt: skip
FOLDED = "  说明 另有 {n} 条说明，先改上面的；要看加 --level 说明。"
