"""Numbers, units and dates as people write them."""

from decimal import Decimal as _Decimal

DATE_BEYOND = "{serial}（日期）"
DATE = r"\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?"  # as people type one
NUMBER_WORDS_ZERO = (
    "无", "/", "没有", "零", "〇", "暂无", *("-" * n for n in (1, 2, 3)),
    *(dash * n for dash in "—―－–─" for n in (1, 2)),
)  # fmt: skip
NUMBER_WORDS_ZERO_ASKED = ("不适用", "不涉及", "未发生", "没有发生")
FULL_STOP = "。"
COUNT_UNITS = ("件", "条", "个", "份", "项", "次", "宗", "起")
AMOUNT_UNITS = ("万元", "（万元）", "(万元)")
YUAN = "元"
MULTIPLES = {"亿": _Decimal(10**8), "万": _Decimal(10**4), "千": _Decimal(1000), "百": _Decimal(100)}
# In a cell whose measure is 万元 the same words are of 元.
AMOUNT_MULTIPLES = {word: factor / 10**4 for word, factor in MULTIPLES.items()} | {YUAN: _Decimal("0.0001")}
RUN_LOOKS = {  # a run of a cell quoted by its look
    "": "{text}", "raised": "〔上标或下标 {text}〕", "small": "〔小字 {text}〕", "struck": "〔划去的 {text}〕", "ruby": "〔注音 {text}〕",
}  # fmt: skip
NUMBER_UNDER_FORMAT = "{number}（数字格式 {code}）"
DIGITS_SPOKEN = "〇一二三四五六七八九"
_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def spoken_number(text: str) -> int | None:
    """The number that Chinese numerals spell, such as 105 for 一百零五; None for any other text."""
    if not text or any(c not in "十百千" and c not in _DIGITS for c in text):
        return None
    total, digit, last = 0, None, 10
    for character in text:
        if character in _DIGITS:
            if digit:  # 三四 is no number
                return None
            last = 10 if digit == 0 or not _DIGITS[character] else last
            digit = _DIGITS[character]
        else:
            unit = {"十": 10, "百": 100, "千": 1000}[character]
            total += (1 if digit is None and not total else digit or 0) * unit
            digit, last = None, unit
    if digit and total and last > 10:  # 一千二 is 1200 in speech and 1002 in writing
        return None
    return total + (digit or 0)


def in_words(number: int) -> str:
    """3 → 三, 12 → 十二, 105 → 一百零五; below 10,000."""
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        part, number = divmod(number, unit)
        if part:
            text += ("零" if gap and text else "") + DIGITS_SPOKEN[part] + name
        gap = not part
    return (
        (text or DIGITS_SPOKEN[0]).replace("一十", "十", 1)
        if text[:2] == "一十"
        else text or DIGITS_SPOKEN[0]
    )


def digit(character: str) -> int:
    """The value of one digit, Chinese or Arabic."""
    return _DIGITS[character] if character in _DIGITS else int(character)


# How number formats name their default and white in a Chinese program.
GENERAL_FORMATS = ("G/通用格式", "通用格式", "常规")
WHITES = ("白色", "颜色2", "颜色 2")
