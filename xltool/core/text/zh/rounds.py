"""Words of a round: states, outcomes, letters, the status board."""

from datetime import date, datetime

# mail
AUTO_REPLY = ("自动回复", "自动答复", "auto reply", "automatic reply", "autoreply", "out of office")
BOUNCE = "退信"  # in the subject of a provider's own letter; the others stand in its text
BOUNCE_TO = "无法发送到"
BOUNCE_REASON = "退信原因"
# hosts (with the beginning of a path) whose links stand for a file that did not come
FILE_HOSTS = (
    "mail.qq.com/cgi-bin/ftnexs_download", "mail.qq.com/ftn", "wx.mail.qq.com/ftn", "iwx.mail.qq.com/ftn",
    "exmail.qq.com/cgi-bin/ftnexs_download", "docs.qq.com", "drive.weixin.qq.com", "doc.weixin.qq.com", "weiyun.com",
    "share.weiyun.com", "mail.163.com/large-attachment-download", "dashi.163.com/html/cloud-attachment-download",
    "mail.163.com/html/cloud-attachment-download", "edisk.qiye.163.com", "u.163.com", "kdocs.cn", "www.kdocs.cn",
    "pan.baidu.com", "yun.baidu.com", "aliyundrive.com", "alipan.com", "cloud.189.cn", "caiyun.139.com", "yun.139.com",
    "mail.10086.cn", "mail.189.cn", "wenshushu.cn", "lanzou", "cowtransfer.com", "shimo.im", "feishu.cn/file", "onedrive.live.com", "1drv.ms",
)  # fmt: skip
FILE_HOST_EXPIRY = (  # (r) how the day on which a link ends is put
    r"(\d{4}年\d{1,2}月\d{1,2}日)[^。；\n]{0,12}?(?:到期|过期|失效)",
    r"(?:到期时间|过期时间|有效期至|有效期到|失效时间)[：:\s]*(\d{4}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2}))",
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[^。；\n]{0,12}?(?:到期|过期|失效)",
)
FILE_HOST_NAME = (
    r"([^\s<>\"'/\\|:*?，。；：（）]{1,80}\.(?:xlsx|xlsm|xls|et|xlsb|ods|docx|doc|wps|zip|rar|7z|pdf))"  # (r)
)

# rounds
LETTER_FILE = "信件.txt"
LIST_FILE = "发送清单.xlsx"
LIST_HEAD = ("单位代码", "单位名称", "收件人", "主题", "邮件文件", "附件")
DAY = "{year}年{month}月{day}日"


def day(when: date) -> str:
    """A date as official letters write it, 2025年1月31日."""
    return DAY.format(year=when.year, month=when.month, day=when.day)


MOMENT = "{day}{hour}时{minute:02}分"


def moment(when: datetime) -> str:
    """A time as letters write it, 2026年1月5日9时05分; by the clock of where it was noted."""
    return MOMENT.format(day=day(when.date()), hour=when.hour, minute=when.minute)


ROUND_STATES = {
    "unsent": "未发",
    "sent": "已发",
    "bounced": "退信",
    "held": "待认领",
    "unreadable": "读不出来",
    "rejected": "退回修改（{n}）",
    "review": "待复核",
    "accepted": "已接受",
    "accepted-warnings": "已接受（有提醒）",
    "accepted-reason": "已接受（有原因）",
    "excluded": "不采用",
    "late": "逾期（{n} 天）",
}
ROUND_NEXT = {
    "": "",
    "send": "发送报送表",
    "wait": "等待报送",
    "remind": "催报",
    "address": "核对邮箱后重发",
    "claim": "认领收到的文件",
    "look": "看一看来件",
    "return": "退回修改",
    "review": "请第二个人复核",
    "newer": "后来又报了一份有错误的，请与单位核对",
    "report": "可以生成报告",
}
ROUND_LATE = "逾期 {n} 天"
ROUND_GONE = "（不在名册）"
NOT_IN_ROSTER = "不在名册"
ROUND_COLUMNS = ("单位代码", "单位名称", "状态", "版本", "最近联系", "下一步")
ROUND_SUMMARY = "共 {n} 个单位"
ROUND_WAITING = "等您处理的来件 {n} 件：{numbers}。查看：xltool round arrivals"
ROUND_OUTCOMES = {
    "taken": "已收",
    "same": "与已收的相同",
    "again": "以前收过",
    "blank": "空白表原样退回",
    "held": "待认领",
    "refused": "不收",
    "bounce": "退信",
    "delayed": "投递延迟",
    "auto": "自动回复",
    "read-receipt": "已读回执",
    "no-file": "邮件里没有附件",
    "link": "只有网盘或超大附件链接",
    "skipped": "不是报送文件，跳过",
    "failed": "没能读完",
    "missing": "找不到",
}
ROUND_TEXTS = {  # the finished sentence of an arrival, without what is added to it
    "taken": "已收下，第 {version} 次报送。",
    "same": "和已收的第 {n} 号来件相同，没有另记一次。",
    "blank": "是下发的报送表原样退回，什么也没有填。",
    "held": "没有自动收下：{reason}。",
    "refused": "没有收下。",
    "bounce": "发给 {address} 的邮件被退回：{reason}。",
    "delayed": "发给 {address} 的邮件还没有送到，对方服务器仍在尝试。",
    "auto": "是自动回复，不是报送。",
    "read-receipt": "对方的邮件程序说已经打开。",
    "no-file": "邮件里没有附件，请看正文。",
    "link": "没有附上文件，只有链接 {link}{file}{expiry}，请对方直接附上文件重发。",
    "skipped": "不是报送文件，没有处理。",
    "failed": "读到一半出错，没能读完（{reason}），请打开原件看一看。",
}
ROUND_TEXT_ERRORS = "有 {n} 处错误，要退回修改。"
ROUND_TEXT_WARNINGS = "有 {n} 处提醒。"
ROUND_LINK_FILE = "，文件名 {name}"
ROUND_LINK_EXPIRY = "，{day}到期"
ROUND_TOO_BIG = "文件有 {size} MB，超过 {limit} MB，没有读"
ROUND_ODD_MAIL = "邮件套了太多层，或分成了太多份"
ROUND_OUR_FAULT = "xltool 自己的问题 {error}"
ROUND_LARGE_MAIL = "邮件太大，没有下载"
ROUND_CLUES_SAID = "线索：{clues}。"
ROUND_MESSAGE = "邮件"
ROUND_NAMELESS = "附件{n}"
ROUND_CLUES = {
    "token": "校验码", "plain": "表里写的单位", "subject": "邮件主题", "thread": "回复的邮件", "sender": "发件邮箱",
    "name": "文件名", "texts": "标题、引言或落款",
}  # fmt: skip
ROUND_REASONS = {
    "": "",
    "no-mark": "文件里没有单位标记",
    "not-in-roster": "名册中没有这个单位",
    "disagree": "单位标记和发件人、主题、文件名或正文写的单位不一致",
    "torn": "文件里几处单位标记互相不同",
    "renamed": "表里的单位名称和名册不一致，请核对名册的代码和曾用名",
    "foreign-token": "校验码不是本次下发的",
    "unsigned": "没有本次下发的校验码，也不是该单位自己的邮箱发来的",
    "unsigned-over": "没有校验码的报送不能自动替换已收的报送",
    "stranger-over": "陌生邮箱发来的报送不能自动替换已收的报送",
    "which-one": "同一单位有几份不同的报送，分不出先后，请认领其中一份",
    "closed": "任务已结束，新来的报送不自动采用",
    "no-token": "校验码已丢失，按发件邮箱和表里写的单位认定",
    "stranger": "发件邮箱不在名册中",
    "other-form": "不是本次的报表",
    "other-year": "不是本年度的报表",
}
ROUND_ARRIVALS_HEAD = ("编号", "收到", "文件", "结果", "单位", "说明")
ROUND_NO_ARRIVALS = "没有等您处理的来件。"
ROUND_SHOW = {
    "unit": "{code} {name}　{state}",
    "arrival": "第 {n} 号来件：{name}",
    "from": "来自：{source}",
    "sender": "发件人：{sender}",
    "sent": "发出：{when}",
    "version": "第 {n} 次报送，{when}收到，{status}",
    "findings": "核对结果：",
    "changes": "和上一次相比：",
    "clues": "线索：",
    "letters": "信件：",
    "history": "经过：",
    "waits": "等您处理：",
    "todo": "可以做的：",
    "none": "（无）",
}
ROUND_RECHECKED = "{code} {name}　第 {n} 次报送：{before} → {after}"
ROUND_RECHECK_DONE = "重新核对 {n} 份报送，结论有变化的 {changed} 份。"
ROUND_RECHECK_LOST = "{code} {name}　第 {n} 次报送的原文件打不开，仍用原来的核对结果。"
ROUND_CHECKED = "{status}，错误 {errors}，提醒 {warnings}"
ROUND_OLD = "这是以前版本的任务，已有的 {n} 份报送按现在的规则核对了一次。"
ROUND_GIVEN = "名册或密码改过以后，以前没有收下的 {n} 件来件重新判断了一次。"
ROUND_REPAIRED = {
    "store": "任务记录已重新做出，来件 {arrivals} 件，报送 {versions} 份。",
    "ledger": "日志已按任务记录重新写出，共 {events} 条。",
    "aside": "原来的文件留在“{path}”。",
    "lost": "日志有 {n} 行读不出来，已从{where}补上。",
    "copy": "副本“{path}”",
    "found": "收到的文件里有 {n} 件没有记录，已重新收下。",
    "kept": "收到的文件“{path}”被改动过或不见了。",
    "nothing": "任务没有发现问题。",
}
ROUND_EVENTS = {
    "init": "建立任务", "made": "制表", "arrived": "来件", "version": "记为一次报送", "checked": "重新核对",
    "dated": "补上发出时间", "redecided": "重新判断来件", "sent": "已发信", "retry": "信件待重发", "failed": "信件发送失败",
    "unknown": "信件是否发出不能确定", "stop": "服务器要求停止", "planned": "信件待发", "bounce": "退信", "accept": "接受", "exclude": "不采用",
    "close": "结束任务", "reopen": "重新打开任务", "claim": "认领", "dismiss": "不是报送", "migrated": "升级任务记录", "prior": "设置上年数据", "repaired": "修复任务记录",
}  # fmt: skip
LETTER_EVENTS = ("sent", "retry", "failed", "unknown", "stop", "planned", "bounce")
ARRIVAL_EVENTS = ("arrived", "redecided", "claim", "dismiss", "version")
LETTER_KINDS = {"issue": "下发", "remind": "催报", "return": "更正通知", "receipt": "回执"}
ROUND_CLOSED = "任务已于{day}结束，新来的报送都等您认领。重新打开：xltool round reopen"
ROUND_NOW_CLOSED = "任务已结束，以后来的报送不自动采用。重新打开：xltool round reopen"
ROUND_NOW_OPEN = "任务已重新打开；结束以后来的，下次回收时再判断。"
ROUND_NUMBERED = "第 {n} 次"
ROUND_ANY_UNIT = "单位代码"
ROUND_ANY_REASON = "原因"
ROUND_ANY_PERSON = "复核人"
ROUND_UNDONE = "（撤回）"
ROUND_BY_HAND = "，另行送达"
ROUND_BY = "，经办：{by}"
ROUND_WHY = "，原因：{reason}"
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
ROUND_MAIL_HELP = """

# [mail]                          # 授权码不写在这里：放进环境变量 XLTOOL_MAIL_PASSWORD，或系统的密码库
# host = "smtp.example.invalid"   # port = 465, tls = true
# user = "office@example.invalid"
# sender = "office@example.invalid"
# imap_host = "imap.example.invalid"
# pop3_host = "pop.example.invalid"
# pace = 8                        # 两封信之间隔几秒
# pause = 60                      # 每 pause_every = 20 封以后停几秒

# [review]
# required = true                 # 要第二个人说 accept 才算接受
"""
BOARD_TITLE = "{year}年{form}报送情况"
BOARD_DEADLINE = "截止日期：{day}　制表日期：{today}"
BOARD_WAITS = "等您处理的来件"
BOARD_WAITS_HEAD = ("编号", "收到", "文件", "结果", "单位", "说明", "命令")
BOARD_FINDINGS = "核对结果"
BOARD_FINDINGS_HEAD = ("单位代码", "单位名称", "要求", "位置", "问题", "建议")
BOARD_UNITS = "各单位"
BOARD_COLUMNS = (*ROUND_COLUMNS, "说明", "命令")
ZIP_FILE = "全部报告.zip"
SUPERSEDED = "已作废"  # the folder of reports that are no longer true
REPORT_LIST = "报告清单.xlsx"
REPORT_LIST_HEAD = ("单位代码", "单位名称", "报送", "状态", "报告文件")


def round_state(state: str, n: int) -> str:
    """A unit's state in the words of the office."""
    return ROUND_STATES[state].format(n=n)


NOTHING = "（空）"
CHARACTERS = "{n} 字"
CHANGED = "与上次报送相比改了 {n} 处：{changes}"
CHANGE = "“{label}”{before} → {after}"
