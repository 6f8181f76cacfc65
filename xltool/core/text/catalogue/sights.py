"""Findings about what is seen in a workbook and about files that could not be read for no fault of theirs.

A part of `files`, which gives them to everybody.
"""

from xltool.core.text.code import FindingCode

# fmt: off  (a code a paragraph: code and severity, what is wrong, what to do)
W_OTHER_YEAR = FindingCode(
    "W-other-year",
    "info",
    "工作簿里还有别的年度的{table}（{sheets}），没有读取。",
)
W_HIDDEN = FindingCode(
    "W-hidden",
    "warning",
    "{table}有 {n} 格的数字看不见（{ways}），仍按格里的数读取，第一处是“{label}”。",
    "请取消隐藏，核对这些数字；不该有的请删除。",
)
W_SPLIT = FindingCode(
    "W-split",
    "error",
    "“{label}”的合并单元格被拆开，数字不在第一格：{typed}，看不出应填多少。",
    "请恢复合并，或只在第一格填一个数。",
)
W_OUTSIDE = FindingCode(
    "W-outside",
    "info",
    "{table}旁边还有 {n} 处内容，没有读取，第一处是“{typed}”（{place}）。",
    "需要报送的，请写进表内或文字部分。",
)
W_TABLE_TWICE = FindingCode(
    "W-table-twice",
    "error",
    "{table}不止一份，数字不同：{sheets}。",
    "请只保留一份再报送。",
)
W_BIG = FindingCode(
    "W-big",
    "error",
    "文件太大，没有读取：{what}是 {size}，最多 {limit}。",
    "请删去多余的图片和工作表，选中表格右边、下边没有内容的行和列删除，再保存重发；还是太大的，请用本次下发的空白表重新填写。",
)
W_FAILED = FindingCode(
    "W-failed",
    "error",
    "读取“{file}”时程序出错（{detail}），这个文件没有读取，其他文件不受影响。",
    "这是本工具的问题，不是文件的问题；请把这个文件和这句话发给维护人员，或用 --debug 再运行一次，把显示的内容一并发去。",
)
W_INSTALL = FindingCode(
    "W-install",
    "error",
    "本机的 xltool 没有装好，缺少组件 {module}，读不了这种文件。",
    "这不是文件的问题；请重新安装 xltool 后再试。",
)
W_FORM_BROKEN = FindingCode(
    "W-form-broken",
    "error",
    "报表“{form}”的文件有错，不能使用（{detail}）。",
    "请改正该报表的 form.toml（可用 form check 核对）后再试。",
)
W_ENCRYPTED = FindingCode(
    "W-encrypted",
    "error",
    "文件加了打开密码。",
    "请给出打开密码（网页上填在“打开文件的密码”，命令用 --password，写 --password - 则另行询问），或取消密码后重发。",
)
W_PASSWORD = FindingCode(
    "W-password",
    "error",
    "给出的密码打不开这个文件。",
    "请核对密码，或取消密码后重发。",
)
W_CIPHER = FindingCode(
    "W-cipher",
    "error",
    "文件的加密方式不能识别，打不开。",
    "请取消密码后重发。",
)
W_XLSB = FindingCode(
    "W-xlsb",
    "error",
    "本机没有装读 .xlsb 的组件。",
    "请用 WPS 或 Excel 打开，另存为 .xlsx 后重发。",
)
W_VALUES_ONLY = FindingCode(
    "W-values-only",
    "info",
    "从 .xlsb 只能读到数值，没有核对数字格式、隐藏的行列、删除线和上标、公式、锁定和保护。",
    "请对照原表核对数字，最好另存为 .xlsx 后重发。",
)
W_BUSY = FindingCode(
    "W-busy",
    "error",
    "文件读不出来（{detail}）。",
    "请关闭正在使用它的程序，或检查权限，再试一次。",
)
W_OWNER = FindingCode(
    "W-owner",
    "error",
    "这是打开工作簿时产生的临时文件，里面没有数据。",
    "请报送文件名前不带“~$”的那个文件。",
)
