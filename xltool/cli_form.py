"""``xltool form …``: look at, prove and document forms, on the command line.

Like `cli`, it alone prints: results on stdout, what is said on the way on stderr.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from xltool import messages
from xltool.errors import CONFIGURATION
from xltool.formfile import list_forms, load_form
from xltool.issue import open_form

app = typer.Typer(help="查看和检查报表。", no_args_is_help=True, rich_markup_mode=None)

FormArg = Annotated[str, typer.Argument(metavar="FORM", help="报表名称（如 zfxxgknb-2021）或报表文件夹。")]


def say(text: str) -> None:
    """A line on stderr."""
    print(text, file=sys.stderr, flush=True)


@app.command("list")
def form_list() -> int:
    """列出可用的报表。"""
    for folder in list_forms():
        print(f"{folder.name}\t{load_form(folder).name}")
    return 0


@app.command("show")
def form_show(form: FormArg) -> int:
    """看一眼报表：表格、文字和勾稽关系。"""
    from xltool import formdoc

    print(formdoc.summary(open_form(form)))
    return 0


@app.command("check")
def form_check(
    form: FormArg,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FILE", help="要检查的 Word 模板，不给则查自带的。"),
    ] = None,
) -> int:
    """检查报表文件和 Word 模板：写法、铺满、勾稽关系、标记。"""
    from xltool import formdoc, publish

    own = open_form(form)
    said = [
        f"{table}：{messages.sentence('F-tiling', detail=position)}"
        for table, position in formdoc.faults(own)
    ]
    said += [
        f"{path}：{''.join(messages.wording(finding))}"
        for path, finding in publish.template_faults(own, template)
    ]
    for sentence in said:
        say(sentence)
    if not said:
        print(messages.FORM_OK.format(form=own.key, cells=len(own.addresses), rules=len(own.rules)))
    return CONFIGURATION if said else 0


@app.command("scaffold")
def form_scaffold(
    form: FormArg,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="模板文件，不给则放进报表文件夹。")
    ] = None,
    fonts: Annotated[
        str, typer.Option("--fonts", metavar="SET", help="字体：gb2312、system、fangzheng。")
    ] = "gb2312",
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件。")] = False,
) -> int:
    """按报表生成 Word 模板，可以再用 Word 修改。"""
    from xltool import publish

    own = open_form(form)
    print(publish.scaffold_template(own, output, fonts, force))
    return 0


@app.command("cells")
def form_cells(
    form: FormArg, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False
) -> int:
    """列出报送表的每个格子。"""
    from xltool import formdoc

    cells = formdoc.cells(open_form(form))
    if as_json:
        print(json.dumps({"cells": cells}, ensure_ascii=True, indent=1))
    else:
        for cell in cells:
            print(cell["address"], f"{cell['sheet']}!{cell['cell']}", " · ".join(cell["labels"]), sep="\t")
    return 0


@app.command("doc")
def form_doc(form: FormArg) -> int:
    """输出报表的说明页（Markdown）。"""
    from xltool import formdoc

    print(formdoc.page(open_form(form)), end="")
    return 0
