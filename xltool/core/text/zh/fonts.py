"""Names of fonts: the official ones and their substitutes."""

SONG, HEI, FANG = "宋体", "黑体", "仿宋"  # fonts every Chinese PC has
# faces by role: title, body, （一）, 一、, tables and page numbers
FONT_SETS = {
    "gb2312": ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", HEI, SONG),
    "system": (SONG, FANG, "楷体", HEI, SONG),
    "fangzheng": ("方正小标宋_GBK", "方正仿宋_GBK", "方正楷体_GBK", "方正黑体_GBK", "方正书宋_GBK"),
}
FONT_ALTERNATES = (
    ("方正小标宋简体", "宋体"),
    ("仿宋_GB2312", "仿宋"),
    ("楷体_GB2312", "楷体"),
    (HEI, "SimHei"),
    (SONG, "SimSun"),
    (FANG, "FangSong"),
    ("楷体", "KaiTi"),
    ("方正小标宋_GBK", "宋体"),
    ("方正仿宋_GBK", "仿宋"),
    ("方正楷体_GBK", "楷体"),
    ("方正黑体_GBK", "黑体"),
    ("方正书宋_GBK", "宋体"),
)
# official faces → what may be installed instead, best first
FONT_SUBSTITUTES = (
    (
        ("方正小标宋简体", "方正小标宋_GBK", "小标宋"),
        (
            "方正小标宋简体",
            "方正小标宋_GBK",
            "FZXiaoBiaoSong-B05S",
            "Noto Serif CJK SC SemiBold",
            "Noto Serif CJK SC",
        ),
    ),
    (
        ("仿宋_GB2312", "仿宋", "FangSong", "方正仿宋_GBK"),
        ("仿宋_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "FandolFang", "Noto Serif CJK SC"),
    ),
    (
        ("楷体_GB2312", "楷体", "KaiTi", "方正楷体_GBK"),
        ("楷体_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "FandolKai", "AR PL UKai CN", "LXGW WenKai"),
    ),
    (("黑体", "SimHei", "方正黑体_GBK"), ("黑体", "SimHei", "方正黑体_GBK", "Noto Sans CJK SC")),
    (("宋体", "SimSun", "方正书宋_GBK"), ("宋体", "SimSun", "方正书宋_GBK", "Noto Serif CJK SC")),
)
