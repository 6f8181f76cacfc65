"""``xltool form …``: list, make, show, check, compare and document forms.

Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from xltool.cli.chinese import App
from xltool.cli.terminal import Force, FormArg, say
from xltool.core.errors import ExitCode, UsageError
from xltool.core.form.model import Form
from xltool.core.text import zh
from xltool.core.text.catalogue.forms import F_CROSS, F_MIGRATE, F_READ_BACK, F_TILING, F_WIDTHS
from xltool.core.text.catalogue.usage import U_DIFF, U_LIKE, U_VALUE
from xltool.core.text.wording import sentence
from xltool.office.files import write_new
from xltool.reading.form.find import form_name, known_forms, list_forms, open_form, starter
from xltool.reading.form.load import load_form

form_app = App(help="查看、检查、新建和比较报表。", no_args_is_help=True)


@form_app.command("list")
def form_list() -> int:
    """列出可用的报表。"""
    for folder in list_forms():
        form = load_form(folder)
        print(f"{folder.name}\t{form.name}\t{form.basis}".rstrip())
    return 0


@form_app.command("new")
def form_new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="新报表的文件夹，名为“编号-年度”。")],
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="照官方文件起草（.docx、.html、.xlsx；.doc、.wps 要有 LibreOffice）。",
        ),
    ] = None,
    like: Annotated[
        str, typer.Option("--like", metavar="OLD", help="与 --from 同用：行和列的编号沿用这种报表的。")
    ] = "",
    force: Force = False,
) -> int:
    """新建一种报表：一份带说明的 form.toml，或者照官方文件起草的。"""
    if source is not None:
        return _draft(folder, source, open_form(like) if like else None, force)
    if like:
        raise UsageError(U_LIKE)
    print(write_new(folder / "form.toml", starter(folder.resolve().name).encode(), force))
    say(zh.FORM_NEXT.format(folder=folder.as_posix()))
    return 0


def _draft(folder: Path, source: Path, old: Form | None, force: bool) -> ExitCode:
    from xltool.app.draft_form import draft_from

    form_id, version = form_name(folder.resolve().name)
    drafted = draft_from(source, form_id, version, old)
    print(write_new(folder / "form.toml", drafted.text.encode(), force))
    print(
        write_new(folder / zh.DRAFT_LIST_FILE, "\n".join((*drafted.decisions, "")).encode("utf-8-sig"), force)
    )
    say("\n".join(drafted.decisions))
    say(
        zh.DRAFTED.format(
            tables=drafted.tables, texts=drafted.sections, n=len(drafted.decisions), file=zh.DRAFT_LIST_FILE
        )
    )
    say(zh.FORM_NEXT.format(folder=folder.as_posix()))
    return ExitCode.OK


@form_app.command("show")
def form_show(form: FormArg) -> int:
    """看一眼报表：表格、文字和勾稽关系。"""
    from xltool.core.form import describe

    print(describe.summary(open_form(form)))
    return 0


@form_app.command("check")
def form_check(
    form: FormArg,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FILE", help="要检查的 Word 模板，不给则查自带的。"),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="官方文件（.docx、.html、.xlsx），与报表逐格核对。"),
    ] = None,
) -> int:
    """检查报表文件和 Word 模板：写法、铺满、勾稽关系、标记，能不能读回；也可以与官方文件逐格核对。"""
    from xltool.app import report as reports
    from xltool.app.prove_form import misread
    from xltool.core.form import describe

    opened = open_form(form)
    others = known_forms() if opened.crosses or opened.migrate else []
    faults = {
        F_TILING: describe.faults(opened),
        F_WIDTHS: describe.width_faults(opened),
        F_CROSS: describe.cross_faults(opened, others),
        F_MIGRATE: describe.migrate_faults(opened, others),
    }
    if not any(faults.values()):
        faults[F_READ_BACK] = misread(opened)
    lines = [
        f"{where}：{sentence(code, detail=detail)}"
        for code, places in faults.items()
        for where, detail in places
    ]
    for path, finding in reports.faults_of_template(opened, template):
        lines.append(f"{path}：{finding.message}{finding.advice}")
    for line in lines:
        say(line)
    if lines:
        return ExitCode.CONFIGURATION
    rules = len(opened.rules) + len(opened.crosses)
    print(zh.FORM_OK.format(form=opened.key, cells=len(opened.addresses), rules=rules))
    return _hold_against(opened, against) if against else ExitCode.OK


def _hold_against(form: Form, file: Path) -> ExitCode:
    from xltool.app.official import compare_with_official

    compared = compare_with_official(form, file, date.today())
    for line in compared.sentences:
        say(line)
    if not compared.sentences:
        accepted = zh.FORM_ACCEPTED.format(n=compared.accepted) if compared.accepted else ""
        print(zh.FORM_EQUAL.format(form=form.key, file=file.name, cells=compared.equal) + accepted)
    if compared.lines:
        say(f"{zh.FORM_RECORD}\n{compared.lines}")
    return ExitCode.CONFIGURATION if compared.sentences else ExitCode.OK


@form_app.command("scaffold")
def form_scaffold(
    form: FormArg,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="模板文件，不给则放进报表文件夹。")
    ] = None,
    fonts: Annotated[
        str, typer.Option("--fonts", metavar="SET", help="字体：gb2312、system、fangzheng。")
    ] = "gb2312",
    force: Force = False,
) -> int:
    """按报表生成 Word 模板，可以再用 Word 修改。"""
    from xltool.app import report as reports

    print(reports.scaffold_template(open_form(form), output, fonts, force))
    return 0


@form_app.command("diff")
def form_diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="原来的报表，名称或文件夹。")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="新的报表，名称或文件夹。")],
    note: Annotated[bool, typer.Option("--note", help="只写给填报单位看的几句话。")] = False,
) -> int:
    """一种报表的两个版本有什么不同。"""
    from xltool.core.form import diff

    before, after = open_form(old), open_form(new)
    if before.id != after.id:
        raise UsageError(U_DIFF, old=before.key, new=after.key)
    print(diff.note(before, after) if note else diff.listing(before, after))
    return 0


@form_app.command("migrate")
def form_migrate(
    file: Annotated[str, typer.Argument(metavar="FILE", help="旧版的报送：报送表或 .json。")],
    form: FormArg,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="放结果的文件夹。")],
    force: Force = False,
) -> int:
    """把一份报送改成另一版格式；不能沿用的逐项列出。"""
    from xltool.app.migrate_submission import convert

    path, lines, is_whole = convert(file, open_form(form), output, force)
    for line in lines:
        say(line)
    print(path)
    return 0 if is_whole else ExitCode.FINDINGS


@form_app.command("cells")
def form_cells(
    form: FormArg, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False
) -> int:
    """列出报送表的每个格子。"""
    from xltool.core.form import describe

    cells = describe.cells(open_form(form))
    if as_json:
        print(json.dumps({"cells": cells}, ensure_ascii=True, indent=1))
    else:
        for cell in cells:
            print(cell["address"], f"{cell['sheet']}!{cell['cell']}", " · ".join(cell["labels"]), sep="\t")
    return 0


@form_app.command("schema")
def form_schema(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="哪一种 JSON；不写的，列出各种名称。")] = "",
) -> int:
    """各种 JSON 的格式说明，给写程序的人。"""
    from xltool.writing import schemas

    if not name:
        print("\n".join(schemas.schema_names()))
        return 0
    if name not in schemas.schema_names():
        raise UsageError(U_VALUE, name="NAME", typed=name, allowed="、".join(schemas.schema_names()))
    print(json.dumps(schemas.schema(name), ensure_ascii=False, indent=1))
    return 0


@form_app.command("doc")
def form_doc(form: FormArg) -> int:
    """输出报表的说明页（Markdown）。"""
    from xltool.core.form import describe

    print(describe.form_page(open_form(form)), end="")
    return 0
