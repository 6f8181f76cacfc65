"""Codes about faults in a form file or a Word template."""

from xltool.core.text.code import FindingCode

# fmt: off  (each code: its text, severity, what is wrong, what to do)
F_TEMPLATE_DAMAGED = FindingCode(
    "F-template-damaged",
    "error",
    "模板打不开。",
    "请用 Word 或 WPS 重新保存为 .docx。",
)
F_TEMPLATE_EXTRA = FindingCode(
    "F-template-extra",
    "error",
    "模板里有{thing}。",
    "请去掉后再用。",
)
F_TAG_CODE = FindingCode(
    "F-tag-code",
    "error",
    "模板里有不能使用的标记“{text}”。",
    "标记只能是本报表的格子或部分，不能有别的写法。",
)
F_TAG_UNKNOWN = FindingCode(
    "F-tag-unknown",
    "error",
    "模板里的标记“{text}”不是本报表的格子或部分。",
    "请核对编号。",
)
F_TAG_MISSING = FindingCode(
    "F-tag-missing",
    "error",
    "模板里没有“{label}”的标记 {tag}。",
    "请在原来的位置补上，外面是两个半角花括号。",
)
F_TAG_TWICE = FindingCode(
    "F-tag-twice",
    "error",
    "模板里“{label}”的标记 {tag} 不止一处。",
    "请只保留原来的一处。",
)
F_TAG_MOVED = FindingCode(
    "F-tag-moved",
    "error",
    "模板里“{label}”的格子放的是“{other}”。",
    "请把标记放回原来的格子。",
)
F_BRACES = FindingCode(
    "F-braces",
    "error",
    "模板里有不成对或全角的花括号：“{text}”。",
    "请改为两个半角花括号。",
)
F_TEMPLATE_TEXT = FindingCode(
    "F-template-text",
    "error",
    "模板里“{meant}”变成了“{found}”。",
    "官方的标题和表头不能改动。",
)
F_ENCODING = FindingCode(
    "F-encoding",
    "error",
    "form.toml 不是 UTF-8 编码。",
    "请另存为 UTF-8。",
)
F_TOML = FindingCode(
    "F-toml",
    "error",
    "form.toml 写法有误：{detail}。",
    "请检查引号、括号和逗号。",
)
F_MISSING = FindingCode(
    "F-missing",
    "error",
    "缺少“{detail}”。",
    "请补上这一项。",
)
F_ORDER = FindingCode(
    "F-order",
    "error",
    "order 应列出每张表和每个部分，各一次。",
    "请补齐或删去多余的。",
)
F_CODE_TWICE = FindingCode(
    "F-code-twice",
    "error",
    "编号 {detail} 用了两次。",
    "请给新行新列新的编号。",
)
F_CORNER = FindingCode(
    "F-corner",
    "error",
    "左上角“{detail}”分成的格数多于它下面的列数。",
    "竖线隔开的各格，不能多于行标题的级数加上旁边固定的格数。",
)
F_OUTLINE_INDENT = FindingCode(
    "F-outline-indent",
    "error",
    "这一行的缩进与上下不齐：{detail}。",
    "同级的标题缩进要相同。",
)
F_OUTLINE_CODE = FindingCode(
    "F-outline-code",
    "error",
    "这一行的编号不对：{detail}。",
    "最末级的标题以 r 或 c 编号开头，上级标题不带编号。",
)
F_RULE = FindingCode(
    "F-rule",
    "error",
    "规则读不懂：{detail}。",
    "规则只能是加减和比较，例如 r1 + r2 == r24 + r25。",
)
F_RULE_ADDRESS = FindingCode(
    "F-rule-address",
    "error",
    "规则里有表中没有的行或列：{detail}。",
    "请核对编号。",
)
F_TOTAL_CIRCLE = FindingCode(
    "F-total-circle",
    "error",
    "合计互相引用：{detail}。",
    "请改正 totals。",
)
F_PHRASE = FindingCode(
    "F-phrase",
    "error",
    "says 或 none 里的句子读不懂：{detail}。",
    "数字写作 N件，可有可无的字写作 [甲|]。",
)
F_TEXT_ADDRESS = FindingCode(
    "F-text-address",
    "error",
    "narrative 里有表中没有的文字部分：{detail}。",
    "请核对编号。",
)
F_MANY = FindingCode(
    "F-many",
    "error",
    "“{detail}”的写法不对。",
    "请用两层方括号，例如 [[table]]、[[table.rule]]。",
)
F_SHEET = FindingCode(
    "F-sheet",
    "error",
    "工作表名称“{detail}”不能用。",
    "名称不超过 31 个字，不含 \\ / * ? : [ ]，各表不重复，也不能与“基本信息”“文字部分”等固有的工作表同名。",
)
F_WIDTHS = FindingCode(
    "F-widths",
    "error",
    "widths 的个数与表格的总列数不符（{detail}）。",
    "请逐列写出宽度，或删去 widths。",
)
F_CROSS = FindingCode(
    "F-cross",
    "error",
    "与“{detail}”核对的关系里有那张报表没有的格子，或没有找到那张报表。",
    "请核对编号。",
)
F_MIGRATE = FindingCode(
    "F-migrate",
    "error",
    "migrate 里的“{detail}”对不上。",
    "左边应是本版由单位填的格子，右边应是旧版有的格子。",
)
F_KIND = FindingCode(
    "F-kind",
    "error",
    "kinds 里没有“{detail}”这种填法。",
    "可以是 count（整数）、amount（可带小数）、change（可为负的整数）、balance（可带小数、可为负）、percent（百分数，可为负）、text（文字）、date（日期）、choice（选择）。",
)
F_NO_FIGURES = FindingCode(
    "F-no-figures",
    "error",
    "这张表没有一格填数。",
    "一张表里至少要有一格填数；全是文字的，写成 [[section]]。",
)
F_LEVEL = FindingCode(
    "F-level",
    "error",
    "规则里的单位类别不在 levels 中：{detail}。",
    "请核对。",
)
F_TILING = FindingCode(
    "F-tiling",
    "error",
    "表格没有铺满，或有重叠：{detail}。",
    "请核对各级标题。",
)
F_UNKNOWN = FindingCode(
    "F-unknown",
    "error",
    "有认不出的内容：{detail}。",
    "请核对拼写。可以写的各项见 docs/forms.md。",
)
F_TYPE = FindingCode(
    "F-type",
    "error",
    "写法不对：{detail}。",
    "可以写的各项见 docs/forms.md。",
)
F_READ_BACK = FindingCode(
    "F-read-back",
    "error",
    "做成的报送表里，“{detail}”读不回来。",
    "它的标题与别的行、列或别的表分不开，请核对这几处的标题和工作表名称。",
)
F_OFFICIAL_CELL = FindingCode(
    "F-official-cell",
    "error",
    "{place}：报表里是“{ours}”，官方文件里是“{theirs}”，多了或者少了一格。",
    "请核对行和列。",
)
F_OFFICIAL_WORDS = FindingCode(
    "F-official-words",
    "error",
    "{place}：报表里是“{ours}”，官方文件里是“{theirs}”。",
    "官方的字一个不改。",
)
F_OFFICIAL_MERGE = FindingCode(
    "F-official-merge",
    "error",
    "{place}：字一样，合并的格子不一样：报表里是“{ours}”，官方文件里是“{theirs}”（行数×列数）。",
    "请核对标题的上下级。",
)
F_OFFICIAL_TABLE = FindingCode(
    "F-official-table",
    "error",
    "{place}：官方文件里没有“{ours}”这张表。",
    "请核对文件是不是这种报表的。",
)
