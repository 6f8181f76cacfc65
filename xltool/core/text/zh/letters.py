"""Words of the letters of a round: what units are told, what the office pastes, and the check of templates."""

from typing import Any

ROUND_ANSWERS = {  # what the unit is told of an arrival that is no return
    "refused": "你单位发来的“{name}”不能采用：{text}",
    "failed": "你单位发来的“{name}”读不出来，请重新保存后再发一次。",
    "link": "你单位的邮件没有附上报送表，只有链接。请把填好的表直接附在邮件里发来，不要用网盘链接或超大附件。",
    "no-file": "你单位的邮件里没有报送表。请把填好的表附在邮件里发来；有疑问的，请与我们联系。",
    "blank": "你单位发来的“{name}”和下发时一样，什么也没有填。请填好后再发一次。",
}
VERIFIED = "一致：是 {code} {name} 第 {n} 次报送的文件。"
VERIFIED_NOT = "不一致：这个文件不是校验码所说的那一份，或者校验码写错了。"
LETTERS_FINE = "信件没有发现问题。"
LETTER_FIELDS = {
    "tag": "主题里的编号（单位回复时靠它认出是谁的）", "unit": "单位名称", "deadline": "截止日期", "contact": "联系人", "phone": "联系电话",
    "code": "校验码",
}  # fmt: skip
SAMPLE_UNIT = "示例单位"
NO_PHONE = "名册中没有电话"
GROUP_TEXT = """各单位：{year}年{form}截止日期为{deadline}，以下 {n} 个单位尚未报送：{names}。请尽快填好报送，如已报送请与我们联系核对。
{office}"""
GROUP_PHONES = "未报送单位的联系人和电话："
_FINDING = {"place": "三、申请办理!D7 ", "text": "示例问题。", "advice": "示例建议。"}
# What a letter of each kind is given beside what all have, in each of the ways it is written.
LETTER_WAYS: dict[str, tuple[dict[str, Any], ...]] = {
    "issue": ({},),
    "remind": ({},),
    "return": (
        {"version": 1, "errors": [_FINDING], "warnings": [], "problem": ""},
        {"version": 1, "errors": [], "warnings": [_FINDING], "problem": ""},
        {"version": 0, "errors": [], "warnings": [], "problem": "示例说明。"},
    ),
    "receipt": (
        {"version": 1, "received": "2026年1月5日9时05分", "code": "ABCD-2345", "reason": "", "sha": "",
         "totals": [{"label": "新收申请", "figure": "3"}]},
    ),
}  # fmt: skip
