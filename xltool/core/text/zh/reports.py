"""The report: what is printed beside the form's own words, and how published ones are written."""

DRAFT = "草稿"
STYLE_ABSENT = "缺少样式“{name}”"
# published reports, as people write them
HEADING_STYLE = "标题"  # as Chinese programs name the style
DIGITS = "零〇一二三四五六七八九十"
AFTER_NUMBER = "、.．，,:："
AFTER_HEADING = "。.．:：，,；;"
# labels of tables: what is added to them, and how they end (r)
LABEL_ADDED = r"20\d\d年?度?|历史累计|截[至止]\S*?底|(?<=本年)度|(?<=上年)度|(?<=下年)度(?=$)"
LABEL_END = r"(?:数量|件数|总数|数|情况)$"
TABLE_NUMBER = "第{n}张表"
AROUND_UNIT = " \u3000《》“”\"'|_—-"
TITLE_YEAR, TITLE_YEARLY = "年", r"年(?:\s*度)?"
SITUATION, SITUATIONS = "情况", "工作情况|情况|工作|方面"
# outputs of a report
CSV_HEAD = ("单位代码", "单位名称", "年度", "编号", "表", "项目", "数")
FRAGMENT_SUFFIX = "网页正文"
