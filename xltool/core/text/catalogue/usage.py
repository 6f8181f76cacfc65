"""Codes about wrong commands and arguments."""

from xltool.core.text.code import FindingCode

# fmt: off  (each code: its text, severity, what is wrong, what to do)
U_FORM = FindingCode(
    "U-form",
    "error",
    "没有“{form}”这种报表；现有：{forms}。",
    "请核对名称，或给出报表文件夹的路径。",
)
U_FORM_SHADOWS = FindingCode(
    "U-form-shadows",
    "info",
    "报表“{form}”用的是当前文件夹里的“{path}”，不是 xltool 自带的那份。",
    "不是有意为之的，请移走这个文件夹。",
)
U_DIFF = FindingCode(
    "U-diff",
    "error",
    "“{old}”和“{new}”不是同一种报表。",
    "请给出一种报表的两个版本。",
)
U_LIKE = FindingCode(
    "U-like",
    "error",
    "--like 要和 --from 一起用。",
    "请用 --from 给出新的官方文件；只要一份空的，去掉 --like。",
)
U_NO_TABLE = FindingCode(
    "U-no-table",
    "error",
    "“{file}”里没有找到可以填数的表。",
    "请给出有空白表格的官方文件（.docx、.html、.xlsx）；表格是图片的，照 docs/forms.md 手工写。",
)
U_LARGE_FILE = FindingCode(
    "U-large-file",
    "error",
    "“{file}”里有 {n} {what}，最多 {most} {what}，不像一种报表的空表。",
    "请只留下要填的空表再试。",
)
U_MIGRATE = FindingCode(
    "U-migrate",
    "error",
    "{new} 没有写明怎样沿用 {old} 的数据。",
    "请核对两个版本，或在新版的 form.toml 中写 [migrate]。",
)
U_FORM_NAME = FindingCode(
    "U-form-name",
    "error",
    "文件夹名“{name}”不能用作报表。",
    "请用“编号-年度”，编号为小写字母和数字，例如 jytanb-2025。",
)
U_UNIT = FindingCode(
    "U-unit",
    "error",
    "请用 --unit 给出单位名称，或用 --roster 给出单位名册。",
)
U_CODE = FindingCode(
    "U-code",
    "error",
    "单位代码“{code}”只能用字母、数字、“-”和“_”。",
    "请修改单位代码。",
)
U_DIFFERS = FindingCode(
    "U-differs",
    "error",
    "{what}与数据文件不一致：一个是“{given}”，一个是“{data}”。",
    "请核对后再试。",
)
U_YEAR = FindingCode(
    "U-year",
    "error",
    "请用 --year 给出报告年度，例如 --year 2025。",
)
U_LEVEL = FindingCode(
    "U-level",
    "error",
    "没有“{level}”这种单位类别；可用：{levels}。",
    "请核对。",
)
U_PROFILE = FindingCode(
    "U-profile",
    "error",
    "报表没有“{profile}”这种地方格式；可用：{profiles}。",
    "请核对。",
)
U_ROSTER = FindingCode(
    "U-roster",
    "error",
    "名册“{path}”第 {line} 行：{detail}。",
    "请改正后再试。",
)
U_ROSTER_FILE = FindingCode(
    "U-roster-file",
    "error",
    "名册“{path}”不能读取：{detail}。",
    "名册应为 .xlsx 或 .csv，第一行是列名。",
)
U_PRIOR = FindingCode(
    "U-prior",
    "error",
    "上年数据“{path}”不能使用：{detail}。",
    "请给出上一年的报送数据或报送表。",
)
U_EXISTS = FindingCode(
    "U-exists",
    "error",
    "“{path}”已经存在，没有覆盖。",
    "请换一个文件夹，或加上 --force。",
)
U_PATH = FindingCode(
    "U-path",
    "error",
    "“{path}”用不了（{detail}）。",
    "请检查名称、位置和权限，再试一次。",
)
U_WRITE = FindingCode(
    "U-write",
    "error",
    "“{path}”写不进去（{detail}）。",
    "请关闭正在打开它的程序，检查磁盘空间和权限。",
)
U_FORMAT = FindingCode(
    "U-format",
    "error",
    "不能生成“{format}”；可以：{formats}。",
)
U_FONTS = FindingCode(
    "U-fonts",
    "error",
    "没有“{fonts}”这套字体；可以：{sets}。",
)
U_SHARD = FindingCode(
    "U-shard",
    "error",
    "“{shard}”不是一份：应写成“第几份/共几份”，如 2/5。",
)
U_DASK = FindingCode(
    "U-dask",
    "error",
    "没有安装 Dask。",
    '运行 pip install "xltool[dask]"，或去掉 --scheduler。',
)
U_SCHEDULER = FindingCode(
    "U-scheduler",
    "error",
    "连不上 Dask 调度器 {address}：{detail}。",
    "请核对地址，或去掉 --scheduler。",
)
U_FINDINGS = FindingCode(
    "U-findings",
    "error",
    "“{path}”应以 .xlsx 或 .html 结尾。",
)
U_PASSWORD = FindingCode(
    "U-password",
    "error",
    "口令只能是不超过 15 个的英文字母、数字和符号。",
    "请修改环境变量 XLTOOL_PASSWORD。",
)
U_DATA_FOLDER = FindingCode(
    "U-data-folder",
    "error",
    "“{path}”不是文件夹。",
    "与名册同用时，--data 应是放有各单位“代码.json”的文件夹。",
)
U_BOTH = FindingCode(
    "U-both",
    "error",
    "--unit 和 --roster 只能用一个。",
)
U_OPTION = FindingCode(
    "U-option",
    "error",
    "没有“{name}”这个选项。",
    "{meant}用 --help 查看可用的选项。",
)
U_COMMAND = FindingCode(
    "U-command",
    "error",
    "没有“{name}”这个命令。",
    "{meant}用 --help 查看可用的命令。",
)
U_MISSING = FindingCode(
    "U-missing",
    "error",
    "缺少“{name}”{what}。",
    "用 --help 查看用法。",
)
U_VALUE = FindingCode(
    "U-value",
    "error",
    "“{name}”的值“{typed}”不对，应当是：{allowed}。",
    "用 --help 查看用法。",
)
U_NO_VALUE = FindingCode(
    "U-no-value",
    "error",
    "“{name}”后面缺少它的值。",
    "用 --help 查看用法。",
)
U_TOO_MANY = FindingCode(
    "U-too-many",
    "error",
    "多写了“{given}”。",
    "名称里有空格的，请用引号括起来；用 --help 查看用法。",
)
U_USAGE = FindingCode(
    "U-usage",
    "error",
    "用法不对：{detail}。",
    "用 --help 查看用法。",
)
U_DEMO_FOLDER = FindingCode(
    "U-demo-folder",
    "error",
    "“{path}”里有别的文件，不能用作演示文件夹。",
    "请换一个空文件夹。",
)
U_PORT = FindingCode(
    "U-port",
    "error",
    "端口 {port} 用不了：{detail}。",
    "请换一个 --port，或不写，由 xltool 自己选。",
)
U_NO_PAGE = FindingCode(
    "U-no-page",
    "error",
    "这个程序里没有网页部分。",
    "请用 xltool 命令启动。",
)
