"""Codes about faults in a round."""

from xltool.core.text.code import FindingCode

# fmt: off  (each code: its text, severity, what is wrong, what to do)
C_EXISTS = FindingCode(
    "C-exists",
    "error",
    "“{path}”里已经有一次报送任务。",
    "请换一个文件夹。",
)
C_NO_ROUND = FindingCode(
    "C-no-round",
    "error",
    "“{path}”不是报送任务的文件夹。",
    "请先用 xltool round init 建立，或用 --round 指明文件夹。",
)
C_CONFIG = FindingCode(
    "C-config",
    "error",
    "“{path}”的设置有误：{detail}。",
    "请改正后再试。",
)
C_STORE = FindingCode(
    "C-store",
    "error",
    "任务记录“{path}”不能使用（{detail}）。",
    "请检查磁盘空间，关闭占用它的程序，再运行一次即可继续。",
)
C_LETTER = FindingCode(
    "C-letter",
    "error",
    "信件模板“{path}”不能使用：{detail}。",
    "请改正模板，或删去它以使用自带的。",
)
C_NOT_MADE = FindingCode(
    "C-not-made",
    "error",
    "还没有制作{unit}的报送表。",
    "请先运行 xltool round make。",
)
C_NO_MAIL = FindingCode(
    "C-no-mail",
    "error",
    "还没有设置邮箱。",
    "请在 round.toml 的 [mail] 中填写，或用 --drafts 生成可手工发送的邮件。",
)
C_PASSWORD = FindingCode(
    "C-password",
    "error",
    "没有邮箱的授权码。",
    "请设置环境变量 XLTOOL_MAIL_PASSWORD，或存进系统的密码库（装 xltool[keyring]，服务名 xltool，用户名为邮箱）。",
)
C_LOGIN = FindingCode(
    "C-login",
    "error",
    "邮箱连接或登录不成功：{detail}。",
    "请核对 round.toml 中的服务器、用户名和授权码。",
)
C_BROKEN = FindingCode(
    "C-broken",
    "error",
    "与邮箱的连接断开了：{detail}。",
    "已收到的都已保存，再运行一次即可继续。",
)
C_UNIT = FindingCode(
    "C-unit",
    "error",
    "名册中没有“{unit}”。",
    "请用单位代码或全称。",
)
C_ARRIVAL = FindingCode(
    "C-arrival",
    "error",
    "没有编号为 {n} 的待认领文件。",
    "用 xltool round status 查看编号。",
)
C_REASON = FindingCode(
    "C-reason",
    "error",
    "接受有错误的报送、或不收一份报送，要用 --reason 写明原因。",
)
C_NO_VERSION = FindingCode(
    "C-no-version",
    "error",
    "{unit}还没有可以处理的报送。",
)
