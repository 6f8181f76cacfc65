"""The page: what is not written in its own templates."""

DOOR = {
    "host": "地址不对，请从 xltool 显示的地址打开。",
    "key": "请从 xltool 显示的地址打开本页；地址可以重新取得：再启动一次 xltool。",
    "used": "这个地址已经用过或不对。请再启动一次 xltool，会给出新的地址。",
    "origin": "这个请求不是从本页发出的，没有执行。",
}
PAGE_FAULTS = {
    "size": "一次交来的文件太大，最多 60 MB。请分几次，或先压缩。",
    "files": "一次最多交 1000 个文件。请分几次，或先压缩成一个文件。",
    "nothing": "还没有选文件。请把文件拖进来，或点“选择文件”。",
    "gone": "这份核对结果已经不在了（程序重新启动过）。请把文件再拖进来一次。",
    "none": "没有这一页。",
    "folder": "找不到“{path}”。请从文件管理器的地址栏复制文件夹的位置。",
    "roster": "请先选单位名册（.xlsx 或 .csv）。",
    "date": "截止日期请写成 2026-01-20 这样。",
}
JOB_OF = "{done} / {total}"
PAGE_SERVED = (
    "已在浏览器中打开；没有打开的，把上面的地址复制到浏览器里。要结束，按页面上的“结束”，或在这里按 Ctrl+C。"
)
PAGE_RUNNING = "已经开着，上面是新的地址。"
HELP_GROUPS = {
    "怎样做": ("filler", "clerk", "round", "page", "by-hand"),
    "查一查": ("findings", "zfxxgknb-2021", "zfxxgknb-2019", "xzzfnb-2024", "sgjfjs-2016"),
    "安装和以后": ("install", "forms"),
}
HELP_OTHER = "写程序的人看的"
HELP_TABLE = "表格"
SUM_FILE = "汇总"
LETTER_PAGES = {
    "issue": ("下发报送表", "打开草稿，在自己的邮箱里发出，发完回来点“登记已发”。"),
    "return": ("退回修改", "每封信逐条写明错在哪里，并附上标明错处的表。打开草稿发出，发完登记。"),
    "remind": ("催报", "只催还没有回音的单位。打开草稿发出，发完登记。"),
    "receipt": ("回执", "告诉已接受的单位收到了。打开草稿发出，发完登记。"),
}
PAGE_JOBS = {
    "make": "制作报送表",
    "collect": "回收报送",
    "report": "生成报告",
    "send": "发送邮件",
    "recheck": "重新核对",
}
PAGE_DONE = {
    "accept": "已接受。",
    "exclude": "已记为不采用。",
    "claim": "已归给这个单位。",
    "dismiss": "已记为不是报送。",
    "undo": "已撤回。",
    "sent": "已登记。",
    "new": "任务已建立。",
    "saved": "已保存。",
    "closed": "任务已结束，以后来的报送都等您认领。",
    "reopened": "任务已重新打开，结束以后来的，下次回收时再判断。",
    "nothing": "没有选单位，什么也没有做。",
}
PRIOR_FILE = "本年数据（供下年使用）"
ROUNDS_FOLDER = "年报任务"
ROUND_FOLDER = "{year}年报"
