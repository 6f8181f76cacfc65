"""Codes about faults in a round."""

from xltool.core.text.code import FindingCode

# fmt: off  (each code: its text, severity, what is wrong, what to do)
C_EXISTS = FindingCode(
    "C-exists",
    "error",
    "“{path}”里已经有一次报送任务。",
    "请换一个文件夹。",
)
C_EDITED = FindingCode(
    "C-edited",
    "error",
    "“{path}”被改动过，没有覆盖。",
    "要保留改动的，不用处理；要换成新的，请加 --force 再运行一次。",
)
C_LETTER_FIELD = FindingCode(
    "C-letter-field",
    "error",
    "信件“{path}”第 {line} 行要“{field}”，没有这一项。",
    "能用的有：{fields}。",
)
C_LETTER_LACKS = FindingCode(
    "C-letter-lacks",
    "error",
    "信件“{path}”里没有{what}。",
    "请在信里写上 {{{{ {field} }}}}。",
)
C_ROSTER = FindingCode(
    "C-roster",
    "error",
    "任务的名册“{path}”不见了。",
    "请从备份里取回名册，放回原处；改了文件名的，把 round.toml 里 roster 那一行也改过来。",
)
C_CLOSED = FindingCode(
    "C-closed",
    "error",
    "任务已经结束。",
    "要继续收，请运行 xltool round reopen。",
)
C_OPEN = FindingCode(
    "C-open",
    "error",
    "任务没有结束，不用重新打开。",
    "",
)
C_NOT_DUE = FindingCode(
    "C-not-due",
    "error",
    "现在没有要给“{unit}”发的{kind}。",
    "请用 xltool round show 看看这个单位到了哪一步。",
)
C_NO_ADDRESS = FindingCode(
    "C-no-address",
    "error",
    "名册中没有“{unit}”的邮箱，没有发给它。",
    "请在名册里补上邮箱再运行一次，或用 --drafts 另行送达，再用 --sent 登记。",
)
C_REFUSED = FindingCode(
    "C-refused",
    "error",
    "发给 {unit}（{address}）的信以前没有发出去，这次没有再发：{reply}。",
    "请在名册里改好邮箱再运行一次，或另行送达，再用 --sent 登记。",
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
C_KEY = FindingCode(
    "C-key",
    "error",
    "任务的密钥“{path}”不见了或者坏了。",
    "请从备份里取回 round.key 放回原处；密钥不能重做，没有它就认不出本次下发的报送表。",
)
C_FORM = FindingCode(
    "C-form",
    "error",
    "报表“{form}”的表格、勾稽关系或文字项目和建立任务时不一样了。",
    "请换回原来的报表；确要用新报表的，请另建一次任务。",
)
C_STORE = FindingCode(
    "C-store",
    "error",
    "任务记录“{path}”不能使用（{detail}）。",
    "请检查磁盘和权限，关闭占用它的程序，再运行一次即可继续。",
)
C_STORE_MISSING = FindingCode(
    "C-store-missing",
    "error",
    "任务记录“{path}”不见了，没有另建新的。",
    "请运行 xltool round repair，它用日志和收到的文件重新做出记录。",
)
C_STORE_DAMAGED = FindingCode(
    "C-store-damaged",
    "error",
    "任务记录“{path}”坏了，没有改动它。",
    "请运行 xltool round repair，它用日志和收到的文件重新做出记录。",
)
C_STORE_BEHIND = FindingCode(
    "C-store-behind",
    "error",
    "任务记录“{path}”比日志旧，像是从备份里拿回来的。",
    "请运行 xltool round repair，它按日志补上后来的记录。",
)
C_STORE_NEWER = FindingCode(
    "C-store-newer",
    "error",
    "任务记录“{path}”是更新版本的 xltool 做的。",
    "请换用新版本的 xltool，记录没有改动。",
)
C_STORE_BUSY = FindingCode(
    "C-store-busy",
    "error",
    "任务记录“{path}”一直被别的程序占用。",
    "请等另一个命令做完，或关闭占用它的程序，再运行一次即可。",
)
C_STORE_READONLY = FindingCode(
    "C-store-readonly",
    "error",
    "任务记录“{path}”所在的地方只能读、不能写。",
    "请把任务文件夹放到可以写的地方，或取消只读，再运行一次即可。",
)
C_STORE_FULL = FindingCode(
    "C-store-full",
    "error",
    "磁盘已满，任务记录“{path}”写不进去。",
    "请腾出空间，再运行一次即可继续，已经收下的不会重复。",
)
C_REPAIR = FindingCode(
    "C-repair",
    "error",
    "任务记录和日志都不能使用，也没有可用的副本：{path}。",
    "请从备份里取回 round.db 或 ledger.jsonl，再运行 xltool round repair。",
)
C_KEPT = FindingCode(
    "C-kept",
    "error",
    "{unit}的报送文件“{path}”被改动过或不见了，它的数据没有采用。",
    "请从备份里取回原文件放回原处，或请单位重新报送后再收一次。",
)
C_RENAMED = FindingCode(
    "C-renamed",
    "warning",
    "名册中 {code} 现在是“{now}”，下发报送表时是“{then}”。",
    "如果是同一个单位改了名，请在名册“曾用名”一栏给 {code} 写上：{then}；如果代码写错了，请改回名册。",
)
C_RECODED = FindingCode(
    "C-recoded",
    "warning",
    "名册中没有代码 {code} 了，下发报送表时它是“{then}”，这个名称现在的代码是 {now}。",
    "请把名册中“{then}”的代码改回 {code}，或给它重新制发报送表。",
)
C_RECHECK = FindingCode(
    "C-recheck",
    "warning",
    "上年数据、名册中的类别、报表或程序变了，有 {n} 份报送还是按以前的核对的。",
    "请运行 xltool round recheck，它会列出结论有变化的。",
)
C_UNSENT = FindingCode(
    "C-unsent",
    "error",
    "有 {n} 封信没有发出去：{units}。",
    "请核对名册中的邮箱后再发一次。",
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
    "没有编号为 {n} 的来件。",
    "用 xltool round arrivals --all 查看编号。",
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
C_CLAIMED = FindingCode(
    "C-claimed",
    "error",
    "编号 {n} 的来件已经归给{unit}，一份来件只能归一个单位。",
    "要改归，请先用 --undo 撤回原来的认领。",
)
C_NOT_HELD = FindingCode(
    "C-not-held",
    "error",
    "编号 {n} 的来件不是能认领的报送（{outcome}）。",
    "用 xltool round show --arrival {n} 查看它。",
)
C_NOTHING_DONE = FindingCode(
    "C-nothing-done",
    "error",
    "没有可以撤回的决定。",
)
