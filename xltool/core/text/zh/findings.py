"""Words of findings: severities, rules that fail, guesses at what was typed wrongly."""

BIG = {  # what there is too much of, and its measure
    "bytes": ("文件", "MB"), "unpacked": ("解压后的内容", "MB"), "cells": ("有内容的格子", "格"), "strings": ("不同的文字", "条"),
    "sheets": ("工作表", "张"), "tags": ("表格内部的标记", "个"),
}  # fmt: skip
LACKING = "，缺少：{titles}"
SEVERITY = {"error": "错误", "warning": "提醒", "info": "说明"}
TRIAL = "（试行）"
ORIGIN = "依据：{origin}。"
STATUS = {
    "accepted": "通过", "accepted_with_warnings": "通过（有提醒）", "rejected": "需改正", "unreadable": "不能读取",
}  # fmt: skip
SUMMARY = "共 {files} 个文件：通过 {accepted} · 有提醒 {accepted_with_warnings} · 需改正 {rejected} · 不能读取 {unreadable}"
RULE_FAILS = {
    "==": "{left}{left_sum}不等于{right}{right_sum}，{sign} {difference}。",
    ">=": "{left}{left_sum}小于{right}{right_sum}，少 {difference}。",
    "<=": "{left}{left_sum}大于{right}{right_sum}，多 {difference}。",
    ">": "{left}{left_sum}没有超过{right}{right_sum}，相差 {difference}。",
    "<": "{left}{left_sum}没有低于{right}{right_sum}，相差 {difference}。",
}
SUM_FAILS = "“{label}”填的是 {left_sum}，{right}是 {right_sum}，{sign} {difference}。"
TOTALS_LEFT = {
    "zero": "“{label}”有 {n} 格都是 0，没有合计。",
    "prior": "“{label}”有 {n} 格与上年的总计相同，没有按本年的数合计。",
}
TOTALS_ADVICE = "请重新合计，填写各格总计。"
SUM_ADVICE = "请核对总计和各组成项。"
JUMP = "“{label}”上年 {last}，本年 {now}"
SIGN = {"+": "多", "-": "少"}
NOTED = "单位说明：{note}"
ADVICE = "建议："
# hints: guesses at what was typed wrongly, printed after the advice
HINT = "推测（请核对原始台账）：{answers}。"
HINT_OR = "；或者"
HINT_PLACE = "“{label}”"
HINT_CELL = "（{cell}）"
HINTS = {
    "swapped": "{place}可能把 {meant} 填成了 {typed}，两位数字颠倒",
    "dropped": "{place}可能把 {meant} 填成了 {typed}，漏了一位数字",
    "doubled": "{place}可能把 {meant} 填成了 {typed}，多打了一位数字",
    "sign": "{place}可能把 {meant} 填成了 {typed}，多打了负号",
    "unfilled": "{place}可能没有合计，应为 {meant}",
    "other": "{place}可能应为 {meant}，填成了 {typed}",
    "moved": "{place}的 {typed} 可能应填在{place_2}",
    "exchanged": "{place}的 {typed} 和{place_2}的 {typed_2} 可能填反了",
    "left-out": "{place}可能没有把{place_2}的 {typed_2} 加进去",
    "two": "{place}可能应为 {meant}，填成了 {typed}，同时{place_2}可能应为 {meant_2}，填成了 {typed_2}",
}
NAMES_OF_ALL = "、"
SUM_OF = "加"
PREFACE_PARTS = "而报告应有 {n} 个部分"
PREFACE_ABSENT = "没有列出“{names}”"
DUE_DAY = "{month}月{day}日"
READING = "“{label}”是 {figure}"
SAME_AS = "“{label}”"

RULES_ASKED = "勾稽关系核对了 {asked} 条，没有核对的 {n} 条：{why}。"
NOT_ASKED = {
    "blank": "有空格没有填的 {n} 条", "unread": "有数字读不出来或不合要求的 {n} 条", "prior": "没有上年数据的 {n} 条",
    "level": "不适用于本单位类别的 {n} 条",
}  # fmt: skip
