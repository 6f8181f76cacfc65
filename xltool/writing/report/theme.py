"""The theme part of a Word template: the colours and faces that Word offers for what somebody adds to it."""

from __future__ import annotations

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_COLOURS = {  # Office's own, so that a chart or a shape looks as usual
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4",
    "accent2": "ED7D31", "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47",
    "hlink": "0563C1", "folHlink": "954F72",
}  # fmt: skip
_LATIN = "Times New Roman"


def theme(title: str, body: str) -> str:
    """The part as XML, with the Chinese faces of titles and of the body."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    fonts = "".join(
        f'<a:{kind}><a:latin typeface="{_LATIN}"/><a:ea typeface="{face}"/><a:cs typeface=""/></a:{kind}>'
        for kind, face in (("majorFont", title), ("minorFont", body))
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{fill}</a:ln>' for width in (6350, 12700, 19050))
    plain = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme {_A} name="Office"><a:themeElements>'
        f'<a:clrScheme name="Office">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Office">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="Office"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{plain * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
