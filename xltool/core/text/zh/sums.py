"""Words of the summary workbook and its charts."""

# sums
STOP = "。"
SUM_UNIT = "各单位汇总"
SUM_TITLE = "{unit}{year}年{form}汇总情况"
SUM_SHEET = "汇总情况"
SUM_COUNTS = {
    "in": "计入单位（个）",
    "missing": "未报送（个）",
    "out": "不计入（个）",
    "errors": "计入但有错误（个）",
}
SUM_MISSING = ("一、未报送的单位", "没有。", "单位代码", "单位名称", "单位类别")
SUM_OUT = ("二、不计入的单位", "没有。", "单位代码", "单位名称", "原因")
SUM_FINDINGS = ("三、审核情况", "没有问题。", "级别", "项目", "情况", "建议")
SUM_LINE = "{unit}　{year}年度　由 {n} 个单位汇总　计量单位：{measure}"
SUM_CHANGED = "黄色：与各单位合计不同，见“公布数调整”。"
SUM_CHANGES = "公布数调整"
SUM_CHANGES_HEAD = ("项目", "编号", "各单位合计", "公布数", "差", "说明")
SUM_CHARTS = "图表"
SUM_YEARS = ("本年", "上年")
SUM_BAR = "{label} 本年 {now}、上年 {last}"
PICTURE = "图{n}　{title}"
SUM_OTHERS = "其他 {n} 个单位"
SUM_NO_BARS = "均为 0"
SUM_ALT = "{title}：{bars}。"
SUM_UNITS = "单位名单"
SUM_UNITS_HEAD = ("单位代码", "单位名称", "单位类别", "汇总", "错误", "提醒", "原因")
SUM_STATES = {"in": "计入", "errors": "计入，有错误", "out": "不计入", "missing": "未报送"}
SUM_ROWS = "（各单位）"
SUM_ROWS_CODES = ("", "编号")
SUM_ROWS_HEAD = ("单位代码", "单位名称")
SUM_TOTAL = "合计"
LEFT_OUT = "报送有 {n} 处错误"
CULPRITS = "不符的单位有 {n} 个：{units}。"
OVERRIDE_NOTE = "各单位合计 {total}，公布 {figure}，差 {difference}：{reason}"
