"""Words of the report besides those of the form, and patterns of published reports."""

DRAFT = "草稿"
STYLE_ABSENT = "缺少样式“{name}”"
# published reports, as people write them
HEADING_STYLE = "标题"  # as Chinese programs name the style
DIGITS = "零〇一二三四五六七八九十"
AFTER_NUMBER = "、.．，,:："
AFTER_HEADING = "。.．:：，,；;"
AROUND_UNIT = " \u3000《》“”\"'|_—-"
TITLE_YEAR, TITLE_YEARLY = "年", r"年(?:\s*度)?"
SITUATION, SITUATIONS = "情况", "工作情况|情况|工作|方面"
# outputs of a report
CSV_HEAD = ("单位代码", "单位名称", "年度", "编号", "表", "项目", "数")
FRAGMENT_SUFFIX = "网页正文"
