"""What commands print beside their results."""

INTERNAL = "程序内部出错：{detail}。这是 xltool 的问题，请把出错的文件和这句话发给维护人员。"
CROSS_MANY = "文件超过 {n} 个，没有核对不同报表之间的关系；需要的请分批核对。"
ASK_PASSWORD = "打开文件的密码"
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
MAKING = "制表"
CHECKING = "核对"
REPORTING = "出报告"
LINE = "（第 {line} 行）"

# the command line itself
USAGE_HEAD = "用法："
USAGE_PIECES = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 ..."}
HELP_SECTIONS = {"argument": "参数", "option": "选项", "command": "命令"}
HELP_OPTION = "显示这份说明。"
HELP_NOTE = "［{notes}］"
HELP_DEFAULT = "默认 {value}"
HELP_REQUIRED = "必写"
HELP_VERSION = "显示版本。"
VERSION = "xltool {version}"
ALLOWED = {
    "between": "{least} 到 {most} 的整数", "least": "不小于 {least} 的整数", "number": "整数", "float": "数字",
    "boolean": "是或否", "day": "日期，如 2026-01-20", "path": "文件或文件夹", "text": "文字",
}  # fmt: skip
USAGE_WHAT = "（{what}）"
USAGE_MEANT = "是不是“{name}”？"
USAGE_DETAILS = {"Missing command": "没有写命令"}

COMPLETION = {
    "bash": "放进 ~/.bashrc：  source <(xltool completion bash)",
    "zsh": "放进 ~/.zshrc（在 compinit 之后）：  source <(xltool completion zsh)",
    "fish": "xltool completion fish > ~/.config/fish/completions/xltool.fish",
    "powershell": "放进 $PROFILE：  xltool completion powershell | Out-String | Invoke-Expression",
}

# What the system says in its own language when a file, a folder or a port cannot be used.
SYSTEM_REASONS = {
    "EACCES": "没有权限，或者别的程序正在使用", "EPERM": "没有权限", "EROFS": "磁盘是只读的",
    "ENOENT": "文件或文件夹不存在", "EEXIST": "已经存在", "EISDIR": "这是文件夹，不是文件", "ENOTDIR": "上级不是文件夹",
    "ENOSPC": "磁盘满了", "EDQUOT": "空间配额用完了", "EFBIG": "文件太大", "EIO": "磁盘读写出错", "EMFILE": "打开的文件太多",
    "ENAMETOOLONG": "名称太长", "EINVAL": "名称里有不能用的字符", "ELOOP": "链接绕成了圈", "EBUSY": "别的程序正在使用",
    "ETXTBSY": "别的程序正在使用", "EADDRINUSE": "别的程序正在使用", "ESTALE": "网络盘断开了", "ENODEV": "设备不可用",
}  # fmt: skip
SYSTEM_REASON = "系统错误 {name}"
