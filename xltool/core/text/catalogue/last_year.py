"""Codes about figures compared with last year's."""

from xltool.core.text.code import FindingCode

# fmt: off  (each code: its text, severity, what is wrong, what to do)
P_JUMP = FindingCode(
    "P-jump",
    "warning",
    "{table}有 {n} 格与上年相差 {factor} 倍以上：{items}。",
    "请对照台账核对，是不是多打、漏打了一位，或填错了格；无误的写明情况。",
)
P_UNIT = FindingCode(
    "P-unit",
    "warning",
    "“{label}”上年 {last}，本年 {now}，相差约一万倍。",
    "请核对单位是万元还是元。",
)
P_EXCHANGED = FindingCode(
    "P-exchanged",
    "warning",
    "{table}的“{first}”和“{second}”可能填反了：上年是 {first_last} 和 {second_last}，本年是 {first_now} 和 {second_now}。",
    "请对照台账核对；无误的写明情况。",
)
