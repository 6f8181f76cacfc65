"""A round on the page as plain forms and links: every step, and that it is the round that commands see."""

from __future__ import annotations

import io
import json
import re
import shutil
import threading
import time
import zipfile
from pathlib import Path
from urllib.parse import quote, unquote

import openpyxl
import pytest
from conftest import SAMPLES, load
from support.command import xltool
from support.page import Answer, Server, links, new_round
from support.twelve import fill

from xltool.app.round.opening import opened
from xltool.core.form.layout import lay_out
from xltool.rounds.round import open_round

pytestmark = pytest.mark.slow
FIELDS = {
    "form": "zfxxgknb-2021", "year": "2025", "deadline": "2026-01-20", "office": "示例县政务公开办公室",
    "contact": "张三", "phone": "0537-1234567", "name": "2025年报",
}  # fmt: skip


@pytest.fixture(scope="module")
def finished(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with a round in which everything was sent and most of it came back."""
    place = tmp_path_factory.mktemp("finished")
    collect(server, place)
    return place


def follow(server: Server, answer: Answer) -> Answer:
    """The page that an answer leads to, its work done."""
    for _ in range(600):
        if answer.status == 303:
            answer = server.get(answer.location)
        elif 'http-equiv="refresh"' in answer.text:
            time.sleep(0.1)
            place = re.search(r'data-job="([^"]*)"', answer.text)
            assert place
            answer = server.get(place[1])
        else:
            return answer
    raise AssertionError("no end")


def begun(server: Server, tmp_path: Path) -> tuple[str, Path]:
    """A round made on the page: the beginning of its addresses, its folder."""
    roster = ("roster", "名册.csv", (SAMPLES / "roster-12.csv").read_bytes())
    looked = server.post("/rounds/look", {**FIELDS, "place": str(tmp_path)}, [roster])
    assert "读到 12 个单位" in looked.text and not (tmp_path / "2025年报").exists()
    key = re.search(r'name="key" value="([^"]+)"', looked.text)
    assert key
    made = server.post("/rounds/begin", {**FIELDS, "place": str(tmp_path), "key": key[1]})
    assert made.status == 303, made.text
    return made.location.partition("/letters")[0], tmp_path / "2025年报"


def collect(server: Server, place: Path) -> tuple[str, Path]:
    """The same after everything was sent and most of it came back."""
    base, folder = begun(server, place)
    follow(server, server.post(f"{base}/make"))
    assert follow(server, server.post(f"{base}/letters/issue/do", {"what": "sent-all"})).status == 200
    fill(folder / "outgoing", place / "收回")
    shutil.copy(SAMPLES / "jinxiang-2025.xlsx", place / "收回" / "某局年报.xlsx")
    files = [("files", path.name, path.read_bytes()) for path in sorted((place / "收回").iterdir())]
    done = follow(server, server.post(f"{base}/collect/files", files=files))
    assert "已收" in done.text and "待认领" in done.text
    return base, folder


@pytest.fixture
def collected(server: Server, finished: Path, tmp_path: Path) -> tuple[str, Path]:
    """A copy of it, opened: the beginning of its addresses, its folder."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "2025年报"
    return server.post("/rounds/open", {"folder": str(folder)}).location, folder


def test_the_whole_round_of_the_guide(server: Server, tmp_path: Path, collected: tuple[str, Path]) -> None:
    base, folder = collected
    board = server.get(f"{base}/").text
    assert "已接受 10" in board and "退回修改 1" in board and "有 1 件来件等您处理" in board
    shown = server.get(f"{base}/unit/003").text
    assert "T3-B01" in shown and "看退回的信" in shown and 'id="T3.r1.c1"' in shown
    mail = server.get(f"{base}/letters/return/003/mail")
    assert b"X-Unsent: 1" in mail.body and ".eml" in unquote(mail.headers["Content-Disposition"] or "")
    assert (
        follow(server, server.post(f"{base}/letters/return/do", {"what": "sent", "unit": "003"})).status
        == 200
    )
    taken = server.post(f"{base}/unit/003/accept", {"reason": "电话核实，数字无误"})
    assert "已接受（有原因）" in follow(server, taken).text
    assert "电话核实，数字无误" in xltool("round", "log", "003", "-r", folder).out
    waits = server.get(f"{base}/collect").text
    n = re.search(r"/arrival/(\d+)/dismiss", waits)
    assert n and "归给这个单位" in waits
    assert "等您处理（" not in follow(server, server.post(f"{base}/arrival/{n[1]}/dismiss")).text
    everything = server.get(f"{base}/arrivals").text
    assert "撤回" in everything and "某局年报.xlsx" in everything
    follow(server, server.post(f"{base}/arrival/{n[1]}/dismiss", {"undo": "1"}))
    assert "等您处理（1 件）" in server.get(f"{base}/collect").text
    county = server.get(f"{base}/sum?name=示例县&level=县级").text
    assert "计入 11 个单位" in county and "没有报送 1 个" in county
    own = {"name": "示例县", "level": "县级"}
    book = server.post(f"{base}/sum/file", own)
    assert openpyxl.load_workbook(io.BytesIO(book.body)).sheetnames
    assert (
        json.loads(server.post(f"{base}/sum/file", {**own, "kind": "json"}).body)["unit"]["name"] == "示例县"
    )
    assert server.post(f"{base}/sum/file", {**own, "kind": "docx"}).body[:2] == b"PK"
    results = follow(server, server.post(f"{base}/results/write")).text
    assert "全部报告.zip" in results and results.count(".docx</a>") == 11
    archive = server.get(f"{base}/results/file/{quote('全部报告.zip')}")
    assert len(zipfile.ZipFile(io.BytesIO(archive.body)).namelist()) >= 11
    assert len(zipfile.ZipFile(io.BytesIO(server.get(f"{base}/results/prior").body)).namelist()) == 11


def test_the_page_and_the_command_say_the_same(
    server: Server, tmp_path: Path, collected: tuple[str, Path]
) -> None:
    base, folder = collected
    status = xltool("round", "status", "--json", "-r", folder)
    for unit in json.loads(status.out)["units"]:
        shown = server.get(f"{base}/?state={unit['state']}").text
        assert unit["name"] in shown
    xltool("round", "exclude", "103", "--reason", "已撤销", "-r", folder)
    assert "不采用 1" in server.get(f"{base}/").text
    assert "已撤销" in server.get(f"{base}/unit/103").text


def test_a_corrected_return_replaces_the_wrong_one(
    server: Server, tmp_path: Path, collected: tuple[str, Path]
) -> None:
    base, _ = collected
    book = openpyxl.load_workbook(tmp_path / "收回" / "回复003.xlsx")
    sheet, cell = lay_out(load("zfxxgknb-2021")).place("T3.r1.c1").split("!")
    book[sheet][cell] = 1
    book.save(tmp_path / "更正.xlsx")
    files = [("files", "更正.xlsx", (tmp_path / "更正.xlsx").read_bytes())]
    follow(server, server.post(f"{base}/collect/files", files=files))
    shown = server.get(f"{base}/unit/003?before=1").text
    assert "已接受" in shown and "第 2 次报送" in shown and "原 2" in shown
    assert "T3-B01" in server.get(f"{base}/unit/003?version=1").text


def test_a_roster_with_faults_is_named_line_by_line(server: Server, tmp_path: Path) -> None:
    text = "单位代码,单位名称,单位类别,邮箱\n1,甲局,县级部门,a@b.cn\n1,乙局,县级部门,\n3,丙局,村级,\n4,丁局,县级部门,不是邮箱\n"
    answer = server.post(
        "/rounds/look", {**FIELDS, "place": str(tmp_path)}, [("roster", "名册.csv", text.encode())]
    )
    for line in ("第 3 行：", "第 4 行：", "第 5 行："):
        assert line in answer.text
    assert "建立任务</button>" not in answer.text and [*tmp_path.glob("2025*")] == []


def test_a_round_that_is_there_is_opened_and_never_made_over(server: Server, tmp_path: Path) -> None:
    folder = new_round(tmp_path / "已有")
    opened_ = server.post("/rounds/open", {"folder": str(folder)})
    assert opened_.status == 303 and "示例县公安局" in server.get(opened_.location + "/").text
    assert "已有" in server.get("/rounds").text
    assert server.post("/rounds/open", {"folder": str(tmp_path)}).status == 422
    begun(server, tmp_path)
    looked = server.post(
        "/rounds/look",
        {**FIELDS, "place": str(tmp_path)},
        [("roster", "a.csv", (SAMPLES / "roster-12.csv").read_bytes())],
    )
    key = re.search(r'name="key" value="([^"]+)"', looked.text)
    assert (
        key and server.post("/rounds/begin", {**FIELDS, "place": str(tmp_path), "key": key[1]}).status == 422
    )


def test_a_round_nobody_opened_here_is_not_found(server: Server) -> None:
    assert server.get("/round/0123456789/").status == 404
    assert server.get("/round/..%2f..%2fetc/").status == 404


def test_no_file_outside_the_reports_can_be_fetched(server: Server, tmp_path: Path) -> None:
    base, _ = begun(server, tmp_path)
    for name in ("..%2Fround.key", "round.key", "%2Fetc%2Fpasswd", "..%5Cround.key"):
        answer = server.get(f"{base}/results/file/{name}")
        assert answer.status in (404, 422)
    assert server.get(f"{base}/arrival/99/file").status == 422


def test_letters_before_the_workbooks_lead_to_making_them(server: Server, tmp_path: Path) -> None:
    base, _ = begun(server, tmp_path)
    assert "制作报送表</button>" in server.get(f"{base}/letters/issue").text
    made = follow(server, server.post(f"{base}/make")).text
    assert "没有邮箱" in made and made.index("没有邮箱") < made.index("d001@example.invalid")
    assert made.count("打开草稿</a>") == 12
    drafts = zipfile.ZipFile(io.BytesIO(server.get(f"{base}/letters/issue/drafts").body))
    assert len(drafts.namelist()) == 12


def test_a_reason_is_asked_for(server: Server, tmp_path: Path, collected: tuple[str, Path]) -> None:
    base, _ = collected
    answer = server.post(f"{base}/unit/003/accept", {"reason": ""})
    assert answer.status == 422 and "原因" in answer.text


def test_two_windows_and_a_command_at_the_same_time(
    server: Server, tmp_path: Path, collected: tuple[str, Path]
) -> None:
    base, folder = collected
    files = [("files", path.name, path.read_bytes()) for path in sorted((tmp_path / "收回").iterdir())]
    answers: list[Answer] = []

    def window() -> None:
        answers.append(follow(server, server.post(f"{base}/collect/files", files=files)))

    threads = [threading.Thread(target=window) for _ in range(2)]
    for thread in threads:
        thread.start()
    command = xltool("round", "collect", tmp_path / "收回", "-r", folder)
    for thread in threads:
        thread.join()
    assert command.code in (0, 1), command.err
    assert all("没有做成" not in answer.text and 'class="fault"' not in answer.text for answer in answers)
    with opened(folder) as found:
        assert all(len(found.store.versions.of_unit(unit.code)) <= 1 for unit in found.roster)


def test_long_work_is_stopped_after_the_step_it_is_in(server: Server, tmp_path: Path) -> None:
    base, folder = begun(server, tmp_path)
    place = server.post(f"{base}/make").location
    stopped = follow(server, server.post(f"{place}/stop")).text
    assert "已停止" in stopped or "要发的信" in stopped  # it may have been quicker
    follow(server, server.post(f"{base}/make"))
    assert len([*(folder / "outgoing").iterdir()]) == 12


def test_every_link_of_a_round_leads_somewhere(
    server: Server, tmp_path: Path, collected: tuple[str, Path]
) -> None:
    base, _ = collected
    todo, done = [f"{base}/"], set[str]()
    while todo:
        path = todo.pop().partition("#")[0]
        if (
            path in done
            or not path.startswith(base)
            or path.endswith(("/drafts", "/prior"))
            or "to=pdf" in path
        ):
            continue
        done.add(path)
        answer = server.get(path)
        assert answer.status == 200, path
        if (answer.headers["Content-Type"] or "").startswith("text/html"):
            todo += [link for link in links(answer.text) if f'action="{link}"' not in answer.text]
    assert len(done) > 40


def test_who_signs_is_changed_on_the_page(server: Server, tmp_path: Path) -> None:
    base, folder = begun(server, tmp_path)
    given = {"office": "示例县政府办公室", "contact": "李四", "phone": "0537-7654321"}
    assert "已保存" in follow(server, server.post(f"{base}/settings/save", given)).text
    assert open_round(folder).office == given["office"] and open_round(folder).phone == given["phone"]
    follow(server, server.post(f"{base}/make"))
    assert "示例县政府办公室" in server.get(f"{base}/letters/issue").text


def test_a_round_is_closed_and_opened_again(server: Server, tmp_path: Path) -> None:
    base, _ = begun(server, tmp_path)
    closed = follow(server, server.post(f"{base}/settings/end", {"what": "close", "reason": "已汇总"}))
    assert "任务已结束" in closed.text and "重新打开任务" in closed.text
    assert "结束，新来的报送都等您认领" in server.get(f"{base}/").text
    assert server.post(f"{base}/settings/end", {"what": "close"}).status == 422  # it is so already
    assert "重新打开" in follow(server, server.post(f"{base}/settings/end", {"what": "reopen"})).text
    assert "都等您认领" not in server.get(f"{base}/").text


def test_a_mailbox_is_tried_and_its_password_never_shown(server: Server, tmp_path: Path) -> None:
    base, folder = begun(server, tmp_path)
    assert server.post(f"{base}/settings/mailbox").status == 422
    with (folder / "round.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[mail]\nhost = "127.0.0.1"\nport = 9\nuser = "a@example.invalid"\nimap_host = "127.0.0.1"\n'
        )
    html = server.get(f"{base}/settings").text
    assert (
        "试一下邮箱" in html
        and "a@example.invalid" in html
        and 'type="password"' not in html.split("授权码")[0]
    )
    assert "发送打勾的" in follow(server, server.post(f"{base}/make")).text
    assert "从邮箱收取" in server.get(f"{base}/collect").text
    failed = follow(server, server.post(f"{base}/collect/mailbox"))
    assert 'class="fault"' in failed.text  # no password


def test_what_was_checked_with_something_else_is_checked_again(
    server: Server, tmp_path: Path, collected: tuple[str, Path]
) -> None:
    base, folder = collected
    roster = folder / "roster.csv"
    roster.write_text(
        roster.read_text(encoding="utf-8").replace("示例县民政局,县级部门", "示例县民政局,乡镇街道"),
        encoding="utf-8",
    )
    assert "重新核对" in server.get(f"{base}/").text
    follow(server, server.post(f"{base}/recheck"))
    assert "重新核对" not in server.get(f"{base}/").text


def test_figures_published_instead_are_in_the_sum(server: Server, collected: tuple[str, Path]) -> None:
    base, _ = collected
    table = "项目,公布数,说明\nT2.r3.c4,77,上级口径\n".encode()
    given = {"name": "示例县", "kind": "json"}
    data = json.loads(server.post(f"{base}/sum/file", given, [("override", "调整表.csv", table)]).body)
    assert data["values"]["T2.r3.c4"] == "77"
    wrong = server.post(f"{base}/sum/file", given, [("override", "调整表.csv", "项目,数\n1,2\n".encode())])
    assert wrong.status == 422 and "公布数" in wrong.text


def test_a_unit_gone_from_the_roster_stays_listed(server: Server, collected: tuple[str, Path]) -> None:
    base, folder = collected
    roster = folder / "roster.csv"
    lines = roster.read_text(encoding="utf-8").splitlines(keepends=True)
    roster.write_text("".join(line for line in lines if not line.startswith("002,")), encoding="utf-8")
    html = server.get(f"{base}/").text
    assert "示例县教育和体育局（不在名册）" in html and f"{base}/unit/002" not in html


def test_nothing_ticked_is_said(server: Server, collected: tuple[str, Path]) -> None:
    base, _ = collected
    assert "什么也没有做" in follow(server, server.post(f"{base}/letters/remind/do", {"what": "sent"})).text
