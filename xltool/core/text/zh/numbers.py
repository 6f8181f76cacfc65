"""Numbers, units and dates as people write them."""

DATE_BEYOND = "{serial}（日期）"
DATE = r"\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?"  # as people type one
NUMBER_WORDS_ZERO = ("无", "—", "-", "―", "－", "/", "没有", "零", "〇")
COUNT_UNITS = ("件", "条", "个", "份", "项", "次", "宗", "起")
AMOUNT_UNITS = ("万元", "（万元）")
YUAN = "元"
MULTIPLES = (("万", 10000), ("千", 1000), ("百", 100))
DIGITS_SPOKEN = "〇一二三四五六七八九"
_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def spoken_number(text: str) -> int | None:
    """The number that Chinese numerals spell, such as 105 for 一百零五; None for any other text."""
    if not text or any(c not in "十百千" and c not in _DIGITS for c in text):
        return None
    total, digit = 0, None
    for character in text:
        if character in _DIGITS:
            if digit:  # 三四 is no number
                return None
            digit = _DIGITS[character]
        else:
            unit = {"十": 10, "百": 100, "千": 1000}[character]
            total += (1 if digit is None and not total else digit or 0) * unit
            digit = None
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
