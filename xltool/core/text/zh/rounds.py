"""Words of a round: states, outcomes, letters, the status board."""

from datetime import date

# rounds
AUTO_REPLY = "自动回复"
BOUNCE = "退信"  # in the subject of a provider's letter; the next two stand in its text
BOUNCE_TO = "无法发送到"
BOUNCE_REASON = "退信原因"
BIG_ATTACHMENT_HOSTS = (
    "mail.qq.com/cgi-bin/ftnExs_download",
    "wx.mail.qq.com/ftn/download",
    "mail.163.com/large-attachment-download",
    "dashi.163.com/html/cloud-attachment-download",
    "edisk.qiye.163.com",
)
LETTER_FILE = "信件.txt"
LIST_FILE = "发送清单.xlsx"
LIST_HEAD = ("单位代码", "单位名称", "收件人", "主题", "邮件文件", "附件")
DAY = "{year}年{month}月{day}日"


def day(when: date) -> str:
    """A date as official letters write it, 2025年1月31日."""
    return DAY.format(year=when.year, month=when.month, day=when.day)


ROUND_STATES = {
    "unsent": "未发",
    "sent": "已发",
    "bounced": "退信",
    "held": "待认领",
    "rejected": "退回修改（{n}）",
    "accepted": "已接受",
    "accepted-warnings": "已接受（有提醒）",
    "late": "逾期（{n} 天）",
}
ROUND_NEXT = {
    "send": "发送报送表",
    "wait": "等待报送",
    "remind": "催报",
    "address": "核对邮箱后重发",
    "claim": "认领收到的文件",
    "return": "退回修改",
    "newer": "后来又报了一份有错误的，请与单位核对",
    "report": "可以生成报告",
}
ROUND_LATE = "逾期 {n} 天"
ROUND_COLUMNS = ("单位代码", "单位名称", "状态", "版本", "最近联系", "下一步")
ROUND_SUMMARY = "共 {n} 个单位"
ROUND_OUTCOMES = {
    "taken": "已收",
    "same": "与已收的相同",
    "again": "以前收过",
    "blank": "空白表原样退回",
    "held": "待认领",
    "refused": "不收",
    "bounce": "退信",
    "auto": "自动回复",
    "report": "投递报告",
    "no-file": "邮件里没有附件",
    "link": "只有网盘或超大附件链接，请对方直接附上文件",
    "skipped": "不是报送文件，跳过",
    "unread": "读不出来",
    "missing": "找不到",
}
ROUND_REASONS = {
    "no-mark": "文件里没有单位标记",
    "not-in-roster": "名册中没有这个单位",
    "disagree": "单位标记、发件人、主题或文件名不一致",
    "foreign-token": "校验码不是本次下发的",
    "one-clue": "只有文件里的单位代码，没有别的依据",
    "no-token": "校验码已丢失，按代码和其他依据认定",
    "stranger": "发件邮箱不在名册中",
    "other-form": "不是本次的报表",
    "other-year": "不是本年度的报表",
    "too-big": "文件太大",
}
ROUND_KINDS = {state: text.partition("（{n}")[0] for state, text in ROUND_STATES.items()}
ROUND_MADE = "已建立，共 {n} 个单位，其中 {mails} 个有邮箱。下一步：xltool round make"
NO_ADDRESS = "名册中没有邮箱"
MAIL_STATES = {
    "sent": "已发出（未收到退信）",
    "retry": "对方服务器暂不接收，下次再发",
    "failed": "发送失败",
    "stop": "服务器要求停止，余下的没有发",
    "unknown": "是否发出不能确定，请查看“已发送”后处理",
}
BOARD_TITLE = "{year}年{form}报送情况"
BOARD_DEADLINE = "截止日期：{day}　制表日期：{today}"
ZIP_FILE = "全部报告.zip"


def round_state(state: str, n: int) -> str:
    """A unit's state in the words of the office."""
    return ROUND_STATES[state].format(n=n)


NOTHING = "（空）"
CHARACTERS = "{n} 字"
CHANGED = "与上次报送相比改了 {n} 处：{changes}"
CHANGE = "“{label}”{before} → {after}"
