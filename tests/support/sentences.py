"""Sentences as offices write them, made from figures: what they say is known, so it can be held against tables.

`made` gives single sentences for measuring, `sound_report` all texts of a report that agrees with itself.
The wordings are those of published reports of counties, offices and towns, put together anew.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, Unit, with_totals

CATEGORIES = [
    "机构职能", "政策文件", "规划计划", "财政预决算", "人事信息", "工作动态", "通知公告", "建议提案办理", "重大项目", "行政执法",
    "政策解读", "会议信息", "公共服务", "应急管理", "乡村振兴", "教育领域", "卫生健康", "社会救助", "生态环境", "其他信息",
]  # fmt: skip
CHANNELS = ["县政府门户网站", "政务微信公众号", "政务公开专栏", "政务新媒体", "公示栏", "县融媒体中心"]
UNITS = [
    "青石县水务局",
    "青石县民政局",
    "青石县教育和体育局",
    "云台区司法局",
    "云台区人民政府办公室",
    "柳河镇人民政府",
]


@dataclass(frozen=True)
class Figures:
    """The figures of one unit's year; results and what is left add up to what came in."""

    new: int
    carried: int
    results: dict[str, int]  # public, part, refuse, unable, noproc, other
    following: int
    persons: int
    review: int
    suit: int
    made: int
    gone: int
    valid: int

    @property
    def total(self) -> int:
        """All results."""
        return sum(self.results.values())

    def says(self, *keys: str) -> dict[str, int]:
        """The figures of these kinds."""
        own = {
            "new": self.new, "carried": self.carried, "next": self.following, "total": self.total, "review": self.review,
            "suit": self.suit, "made": self.made, "gone": self.gone, "valid": self.valid, "new.c1": self.persons,
            "new.c2": self.new - self.persons, **self.results,
        }  # fmt: skip
        return {key: own[key] for key in keys}


RESULT_NAMES = {
    "public": ["予以公开", "同意公开"], "part": ["部分公开", "予以部分公开"], "refuse": ["不予公开"], "unable": ["无法提供"],
    "noproc": ["不予处理"], "other": ["其他处理"],
}  # fmt: skip


def figures(rng: random.Random, busy: bool = True) -> Figures:
    """A year that balances; a quiet one has no applications."""
    if not busy:
        made = rng.randint(0, 3)
        return Figures(0, 0, dict.fromkeys(RESULT_NAMES, 0), 0, 0, 0, 0, made, 0, made + rng.randint(0, 9))
    carried, following = rng.choice([0, 0, 1, 3, 12]), rng.choice([0, 0, 2, 5, 9])
    new = rng.choice([rng.randint(4, 30), rng.randint(30, 400)]) + following
    left, results = new + carried - following, {}
    for key in list(RESULT_NAMES)[:-1]:
        results[key] = rng.randint(0, max(left // 2, 0))
        left -= results[key]
    results["other"] = left
    made, gone = rng.randint(0, 9), rng.randint(0, 5)
    persons = rng.randint(new // 2, new)
    return Figures(
        new, carried, results, following, persons, rng.randint(0, 9), rng.randint(0, 9), made, gone,
        max(made - gone, 0) + rng.randint(1, 50),
    )  # fmt: skip


def _year(rng: random.Random, year: int) -> str:
    return rng.choice([f"{year}年，", f"{year}年度，", "全年", "本年度", "本年度，我单位", "一年来，"])


def applications(rng: random.Random, one: Figures, year: int) -> Iterator[tuple[str, dict[str, int]]]:
    """Sentences on applications with what they say: each time one of several wordings."""
    n, piece = one.new, rng.choice(["件", "件", "件", "份", "宗"])
    topic = rng.choice(["政府信息公开申请", "依申请公开", "依申请公开件", "政府信息依申请公开申请"])
    who = rng.choice(["", "我单位", "全县各级行政机关", "各部门、各镇街"])
    got = rng.choice(["收到", "受理", "共收到", "共受理", "新收", "接收"])
    start = _year(rng, year)
    yield (
        rng.choice([
            f"{start}{who}{got}{topic}{n}{piece}",
            f"{start}{got}公民、法人和其他组织提出的{topic}{n}{piece}",
            f"{start}{who}{got}{n}{piece}{topic}",
            f"{start}{who}{got}{topic}共{n}{piece}",
            f"{start}{topic}{got.removeprefix('共')}{n}{piece}",
            f"{start}{who}共收到并按期办理{topic}{n}{piece}",
        ]) if not topic.endswith("件") or piece == "件" else f"{start}{got}{topic}{n}{piece}",
        one.says("new"),
    )  # fmt: skip
    if one.carried:
        yield (
            rng.choice([
                f"上年结转{one.carried}件", f"结转上年度申请{one.carried}件", f"上年度结转的申请有{one.carried}件",
                f"{year - 1}年结转{one.carried}件",
            ]),
            one.says("carried"),
        )  # fmt: skip
    else:
        yield rng.choice(["无上年结转申请", "没有上年度结转的申请"]), one.says("carried")
    yield (
        rng.choice([
            f"办结{one.total}件", f"全年共办结{one.total}件", f"已办结{one.total}件", f"共答复{one.total}件",
            f"共办理政府信息公开申请{one.total}件", f"办理完毕{one.total}件",
        ]),
        one.says("total"),
    )  # fmt: skip
    names = {
        key: rng.choice(RESULT_NAMES[key]) for key in one.results if one.results[key] or rng.random() < 0.5
    }
    said = {key: one.results[key] for key in names}
    comma = rng.choice(["、", "，", "；"])
    given = comma.join(
        f"{name}{rng.choice(['', '的', ''])}{one.results[key]}件" for key, name in names.items()
    )
    if len(said) > 1:
        yield f"其中{rng.choice(['', '：', '，'])}{given}", said
    if one.results["public"] and one.results["part"]:
        both = one.results["public"] + one.results["part"]
        yield (
            f"{rng.choice(['予以公开和部分公开', '予以公开及部分公开', '予以公开或部分公开', '予以公开、部分公开'])}共{both}件",
            one.says("public", "part"),
        )
    if one.following:
        yield (
            rng.choice([
                f"结转下年度继续办理{one.following}件", f"结转至{year + 1}年{one.following}件", f"{one.following}件结转下年度继续办理",
                f"剩余{one.following}件结转下一年度办理", f"转下年度办理{one.following}件", f"顺延至下一年答复{one.following}件",
            ]),
            one.says("next"),
        )  # fmt: skip
    else:
        yield rng.choice(["无结转下年度申请", "没有需要结转下年度继续办理的申请"]), one.says("next")
    companies = n - one.persons
    yield (
        rng.choice([
            f"自然人申请{one.persons}件，商业企业申请{companies}件", f"其中自然人{one.persons}件、商业企业{companies}件",
            f"自然人提出的{one.persons}件，商业企业{companies}件",
        ]),
        one.says("new.c1", "new.c2"),
    )  # fmt: skip


def disputes(rng: random.Random, one: Figures) -> tuple[str, dict[str, int]]:
    """A sentence on reviews and suits."""
    if not one.review and not one.suit:
        words = rng.choice([
            "未发生因政府信息公开引发的行政复议、行政诉讼", "没有因政府信息公开被申请行政复议或提起行政诉讼的情况",
            "全年无政府信息公开行政复议和行政诉讼案件", "政府信息公开工作未引起行政复议或行政诉讼",
        ])  # fmt: skip
        return words, one.says("review", "suit")
    words = rng.choice([
        f"因政府信息公开被申请行政复议{one.review}件，被提起行政诉讼{one.suit}件",
        f"因政府信息公开工作引起行政复议{one.review}起、行政诉讼{one.suit}起",
        f"政府信息公开行政复议案件{one.review}件，行政诉讼案件{one.suit}件",
        f"涉及政府信息公开的行政复议{one.review}宗，行政诉讼{one.suit}宗",
    ])  # fmt: skip
    return words, one.says("review", "suit")


def documents(rng: random.Random, one: Figures) -> tuple[str, dict[str, int]]:
    """A sentence on the documents made, abolished and in force."""
    words = rng.choice([
        f"全年制发行政规范性文件{one.made}件，废止行政规范性文件{one.gone}件，现行有效行政规范性文件{one.valid}件",
        f"制发规范性文件{one.made}件，废止规范性文件{one.gone}件，现行有效规范性文件{one.valid}件",
        f"加强行政规范性文件管理，本年制发{one.made}件，废止{one.gone}件，现行有效{one.valid}件",
    ])  # fmt: skip
    return words, one.says("made", "gone", "valid")


def listed(rng: random.Random) -> tuple[str, int, list[int]]:
    """(sentence with its list, whole, parts): categories, channels, brackets, total last."""
    unit = rng.choice(["条", "条", "条", "篇", "件"])
    parts = [rng.choice([rng.randint(1, 9), rng.randint(10, 300)]) for _ in range(rng.randint(3, 9))]
    whole, names = sum(parts), [*rng.sample(CATEGORIES[:-1], len(parts) - 1), "其他信息"]
    style = rng.randint(0, 4)
    suffix = rng.choice(["", "类", "类信息", "信息"])
    each = [
        f"{name if name == '其他信息' else name + suffix}{part}{unit}"
        for name, part in zip(names, parts, strict=True)
    ]
    if style == 1:
        each = [f"{part}{unit}{name}" for name, part in zip(names, parts, strict=True)]
    if style == 2:
        parts = parts[: len(CHANNELS)]
        whole = sum(parts)
        each = [
            f"{rng.choice(['通过', '', '在'])}{c}发布{p}{unit}" for c, p in zip(CHANNELS, parts, strict=False)
        ]
    comma = rng.choice(["、", "，", "；"])
    items = comma.join(each)
    if comma == "、" and rng.random() < 0.3:
        items = items[: items.rfind("、")] + rng.choice(["和", "以及"]) + each[-1]
    verb = rng.choice(["主动公开政府信息", "公开各类信息", "发布信息", "更新发布政务信息", "公开政府信息"])
    head = f"{rng.choice(['全年', '全年通过政府网站', '本年度', ''])}{rng.choice(['共', '累计', ''])}{verb}{rng.choice(['', '共'])}{whole}{unit}"
    tail = rng.choice(["", "", "，保障了群众的知情权", "，内容及时准确", "，公开质量进一步提升"])
    if style == 3:
        return (
            f"{rng.choice(['信息发布情况', '各栏目发布情况'])}：{items}，{rng.choice(['共计', '合计', '总计'])}{whole}{unit}",
            whole,
            parts,
        )
    if style == 4:
        return f"{head}（{rng.choice(['', '其中', '包括', '其中：'])}{items}）{tail}", whole, parts
    opener = rng.choice([
        "，其中", "，其中：", "，其中，", "，其中包括", "，包括", "，包含", "，内容涵盖", "：", "，具体为：", "，分别为", "。其中，", "。其中：",
    ])  # fmt: skip
    return f"{head}{opener}{items}{tail}", whole, parts


def made(count: int, seed: int = 2025) -> Iterator[dict[str, Any]]:
    """`count` sentences with what they say, as `benchmarks/texts.py` takes them."""
    rng, given = random.Random(seed), 0
    while given < count:
        one = figures(rng)
        balance = {"new": one.new, "carried": one.carried, "next": one.following}
        for words, says in applications(rng, one, 2025):
            full = {**({} if {"new", "total"} & says.keys() else balance), **says}
            yield {"at": "N1.2", "quote": f"{words}。", "says": says, "balance": full}
            given += 1
        words, says = disputes(rng, one)
        yield {"at": "N1.2", "quote": f"{words}。", "says": says}
        words, says = documents(rng, one)
        yield {"at": "N1.3", "quote": f"{words}。", "says": says}
        for _ in range(4):
            words, whole, parts = listed(rng)
            yield {"at": "N1.1", "quote": f"{words}。", "total": whole, "parts": parts, "adds_up": True}
        given += 6


def sound_report(form: Form, seed: int) -> Submission:
    """A submission whose texts agree with its tables and with themselves, in wording of its own."""
    rng, year = random.Random(seed), 2025
    one = figures(rng, busy=rng.random() < 0.7)
    name = rng.choice(UNITS)
    told = []
    if one.new:
        words = [text for text, _ in applications(rng, one, year) if rng.random() < 0.8]
        while words:
            count = rng.randint(1, 3)
            told.append("，".join(words[:count]) + "。")
            words = words[count:]
    else:
        told.append(rng.choice([
            f"{year}年，我单位未收到政府信息公开申请。", "全年没有收到公民、法人和其他组织提出的政府信息公开申请。",
            "本年度未收到依申请公开件。", "全年无依申请公开的情况。", "2025年未受理依申请公开信息申请。",
        ]))  # fmt: skip
    told.append(disputes(rng, one)[0] + "。")
    texts = {
        "N0": f"根据《中华人民共和国政府信息公开条例》规定编制本报告。统计期限为{year}年1月1日至{year}年12月31日。",
        "N1.0": "全年政府信息公开工作平稳有序。",
        "N1.1": "。".join(listed(rng)[0] for _ in range(rng.randint(1, 3))) + "。",
        "N1.2": "".join(told),
        "N1.3": documents(rng, one)[0] + "。严格执行信息发布审核制度。",
        "N1.4": rng.choice(["政府网站运行平稳，全年开展自查4次。", "政务新媒体发布信息300余条，阅读量达2.5万次。"]),
        "N1.5": rng.choice(["组织业务培训2次，参训60人次。", "全年未发生责任追究情况。"]),
        "N5": "存在的主要问题：公开内容不够丰富，解读形式较为单一。下一步将加强培训，丰富解读形式。",
        "N6": rng.choice(["本年度未收取信息处理费。", "按照规定，本单位没有发出收费通知，未收取信息处理费。"]),
    }  # fmt: skip
    inputs = dict.fromkeys((a for a in form.addresses if a not in form.totals), Decimal(0))
    companies = one.new - one.persons
    given = {
        "T3.r1.c1": one.persons, "T3.r1.c2": companies, "T3.r2.c1": one.carried, "T4.r1.c1": one.review, "T4.r1.c6": one.suit,
        "T2.r2.c1": one.made, "T2.r2.c2": one.gone, "T2.r2.c3": one.valid,
    }  # fmt: skip
    rows = {"public": "r3", "part": "r4", "refuse": "r11", "unable": "r13", "noproc": "r16", "other": "r23"}
    left = companies
    for key, row in rows.items():
        company = min(one.results[key], left)
        left -= company
        given[f"T3.{row}.c2"], given[f"T3.{row}.c1"] = company, one.results[key] - company
    given["T3.r25.c2"] = left
    given["T3.r25.c1"] = one.following - left
    inputs |= {address: Decimal(number) for address, number in given.items()}
    level = "乡镇街道" if "镇" in name else "县级部门"
    values = with_totals(form, inputs, keep=False)
    address, phone = "青石县光明路7号", "0537-8709110"
    unit = Unit("031", name, level, address, phone)
    return Submission(form.id, form.version, year, unit, values, texts)
