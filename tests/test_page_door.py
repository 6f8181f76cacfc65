"""Nobody else gets in: each thing another site, another program or a hostile file could try."""

from __future__ import annotations

import json
import os
import socket
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from support.page import Server, links, new_round, served

import xltool.ui
from xltool.app.dropped import forget_old_drops, new_drop
from xltool.core.errors import UsageError
from xltool.core.text.catalogue.rounds import C_NOTHING_DONE
from xltool.ui.jobs import LongJob, LongJobs
from xltool.ui.keys import Keys
from xltool.ui.lifetime import CLOSED, QUIET, Lifetime

pytestmark = pytest.mark.slow  # each starts servers and waits for their end

PAGES = ("/", "/rounds", "/help", "/help/findings", "/about")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", "", None]
)
def test_a_foreign_host_is_refused_before_anything_else(server: Server, host: str | None) -> None:
    for cookie in (server.cookie, None):
        for method in ("GET", "POST"):
            answer = server.ask(
                method, "/", headers={"Host": host, "Cookie": cookie, "Origin": "http://evil.example"}
            )
            assert answer.status == 400


def test_both_names_of_this_machine_are_known(server: Server) -> None:
    assert server.ask("GET", "/", headers={"Host": f"localhost:{server.port}"}).status == 200


@pytest.mark.parametrize("path", [*PAGES, "/static/page.css", "/nothing", "/checked/x/1"])
def test_without_a_key_there_is_nothing(server: Server, path: str) -> None:
    answer = server.ask("GET", path, headers={"Cookie": None})
    assert answer.status == 401 and "核对" not in answer.text
    assert server.ask("GET", path, headers={"Cookie": f"xltool_{server.port}=wrong"}).status == 401
    assert (
        server.ask("POST", path, b"", headers={"Cookie": None, "Origin": "http://evil.example"}).status == 401
    )


def test_a_token_opens_once(server: Server) -> None:
    path = server.address.removeprefix(server.origin)
    assert len(path) > 40
    assert server.ask("GET", path, headers={"Cookie": None}).status == 403
    again = server.get(path)  # with the cookie it only leaves the address line
    assert again.status == 303 and again.location == "/" and "Set-Cookie" not in again.headers
    assert server.ask("GET", "/?token=guess", headers={"Cookie": None}).status == 403


def test_the_cookie_cannot_be_read_or_sent_from_elsewhere(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        token = server.again().stdout.strip().removeprefix(server.origin)
        cookie = server.ask("GET", token, headers={"Cookie": None}).headers["Set-Cookie"] or ""
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert f"xltool_{server.port}=" in cookie and "Domain" not in cookie


def test_looking_at_the_address_does_not_use_it_up(tmp_path: Path) -> None:
    server = Server(tmp_path)
    try:
        path = server.address.removeprefix(server.origin)
        assert server.ask("HEAD", path).status == 403
        assert server.ask("POST", path, b"").status == 403
        server.enter()
    finally:
        server.end()


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1"]
)
@pytest.mark.parametrize("path", ["/check", "/end", "/window", "/again"])
def test_only_our_own_page_may_ask_for_something_to_be_done(
    server: Server, origin: str | None, path: str
) -> None:
    assert server.ask("POST", path, b"", {"Origin": origin}).status == 403
    assert server.ask("DELETE", path, b"", {"Origin": origin}).status == 403
    assert server.get("/").status == 200


def test_origin_and_host_are_the_same_name(server: Server) -> None:
    headers = {"Host": f"localhost:{server.port}", "Origin": server.origin}
    assert server.ask("POST", "/window", b"", headers).status == 403
    assert server.ask("POST", "/window", b"").status == 204


@pytest.mark.parametrize("path", [*PAGES, "/static/page.js", "/nothing"])
def test_every_answer_forbids_what_is_not_needed(server: Server, path: str) -> None:
    answer = server.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert policy and "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_loaded_from_outside_and_no_script_stands_in_a_page(server: Server, path: str) -> None:
    html = server.get(path).text
    assert not [link for link in links(html) if "//" in link and not link.startswith("https://")]
    loaded = [line for line in html.splitlines() if "<script" in line or "<link" in line or "<img" in line]
    assert loaded and not [line for line in loaded if "//" in line]
    assert html.count("<script") == html.count('<script src="/static/page.js" defer></script>') == 1
    assert " style=" not in html and "<style" not in html and "onclick" not in html


@pytest.mark.parametrize(
    "path",
    ["/static/../server.py", "/static/%2e%2e/server.py", "/static//etc/passwd", "/static/..%2f..%2fcli/main.py",
     "/help/..%2freadme", "/help/../../README", "/help/pictures/..%2f..%2fREADME.md", "/checked/..%2f..%2fetc/1"],
)  # fmt: skip
def test_no_path_leads_out(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status in (404, 400) and "import" not in answer.text and "root:" not in answer.text


def test_it_listens_on_this_machine_only(server: Server) -> None:
    own = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in own - {"127.0.0.1", "127.0.1.1"}:
        with pytest.raises(OSError):
            socket.create_connection((address, server.port), 2).close()
    if sys.platform == "linux":
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        here = {row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{server.port:04X}")}
        assert here == {f"0100007F:{server.port:04X}"}
        assert f":{server.port:04X} " not in Path("/proc/net/tcp6").read_text()


def test_more_than_is_taken_is_refused_in_words(server: Server) -> None:
    big = server.post("/check", files=[("files", "大.xlsx", bytes(61 << 20))])
    assert big.status == 413 and "60 MB" in big.text
    many = server.post("/check", files=[("files", f"{n}.xlsx", b"x") for n in range(1_001)])
    assert many.status == 413 and "1000" in many.text
    assert server.get("/").status == 200


def test_a_body_without_a_length_is_counted(server: Server) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.xlsx"\r\n\r\n'
    chunks = [head, *[bytes(1 << 20)] * 61]
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    headers = {"Transfer-Encoding": "chunked", "Content-Length": None}
    headers["Content-Type"] = "multipart/form-data; boundary=x"
    assert server.ask("POST", "/check", body + b"0\r\n\r\n", headers).status == 413


@pytest.mark.parametrize(
    "name", ["../../../evil.xlsx", "..\\\\..\\\\evil.xlsx", "/etc/evil.xlsx", "C:\\\\evil.xlsx", "CON.xlsx"]
)
def test_a_file_name_is_only_a_name(server: Server, name: str) -> None:
    answer = server.post("/check", files=[("files", name, b"nothing")])
    assert answer.status == 303
    html = server.get(answer.location).text
    assert "evil.xlsx" in html or "CON.xlsx" in html
    assert "../" not in html and "etc/evil" not in html and "C:" not in html


def test_a_script_in_a_name_is_shown_and_not_run(server: Server, samples: Path) -> None:
    nasty = "<script>alert(1)</script>"
    data = json.loads((samples / "jinxiang-2025.json").read_text(encoding="utf-8"))
    data["unit"]["name"] = nasty
    data["texts"]["N0"] = f'{nasty}<img src=x onerror="alert(2)">'
    files = [("files", "<img src=x onerror=alert(1)>.json", json.dumps(data).encode())]
    html = server.get(server.post("/check", files=files).location).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html and "<img" not in html
    searched = server.get(f"/help?q={nasty}").text
    assert "&lt;script&gt;" in searched and "<script>alert" not in searched


def test_what_came_from_outside_is_saved_and_never_shown(server: Server, samples: Path) -> None:
    place = server.drop(samples / "jinxiang-2025.json").location
    answer = server.get(f"{place}/report?to=html")
    assert answer.status == 200 and (answer.headers["Content-Disposition"] or "").startswith("attachment;")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_a_second_start_gets_a_fresh_address_and_ends(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        second = server.again()
        assert second.returncode == 0 and len(second.stdout.splitlines()) == 1
        assert (
            second.stdout.startswith(f"{server.origin}/?token=") and second.stdout.strip() != server.address
        )
        path = second.stdout.strip().removeprefix(server.origin)
        assert server.ask("GET", path, headers={"Cookie": None}).status == 303
        notes = [*tmp_path.glob("xltool/page-*.json")]
        assert len(notes) == 1
        if sys.platform != "win32":
            assert stat.S_IMODE(notes[0].stat().st_mode) == 0o600
    assert [*tmp_path.glob("xltool/page-*.json")] == []


def test_the_secret_of_the_owner_opens_one_door_only(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        note = json.loads(next(tmp_path.glob("xltool/page-*.json")).read_text())
        secret: dict[str, str | None] = {"Authorization": f"Bearer {note['owner']}", "Cookie": None}
        assert server.ask("GET", "/", headers=secret).status == 401
        assert server.ask("POST", "/again", b"", secret).status == 200
        assert server.ask("POST", "/again", b"", {**secret, "Authorization": "Bearer guess"}).status == 401


def test_another_round_has_its_own_server_and_key(tmp_path: Path) -> None:
    one, two = new_round(tmp_path / "一"), new_round(tmp_path / "二")
    with served(tmp_path, one) as first:
        assert first.first.startswith("/round/") and "进度" in first.get(first.first).text
        assert first.again().stdout.startswith(first.origin)
        with served(tmp_path, two) as second, served(tmp_path) as plain:
            assert len({first.port, second.port, plain.port}) == 3
            assert second.first != first.first and plain.first == "/"
            cookie = first.cookie.replace(str(first.port), str(second.port))
            assert second.ask("GET", "/", headers={"Cookie": cookie}).status == 401


def test_a_folder_without_a_round_is_said(tmp_path: Path) -> None:
    from support.command import xltool

    xltool("ui", tmp_path, "--no-browser").sentence(4)


def test_the_address_dies_with_the_server(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        old = server.cookie
        assert server.ask("POST", "/end", b"").status == 200
        assert server.process.wait(20) == 0
        with pytest.raises(OSError):
            server.get("/")
    with served(tmp_path, "--port", server.port) as later:
        assert later.ask("GET", "/", headers={"Cookie": old}).status == 401


@pytest.mark.skipif(sys.platform == "win32", reason="a process is ended there without a signal")
def test_ctrl_c_ends_it_well(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        assert server.end() == 0
    assert "Traceback" not in (tmp_path / "stderr").read_text()


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    from support.command import xltool

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert str(port) in xltool("ui", "--no-browser", "--port", port, cwd=tmp_path).sentence(4)


def test_keys_are_long_and_each_its_own() -> None:
    keys = Keys()
    tokens = {keys.fresh_token() for _ in range(20)}
    assert len(tokens) == 20 and min(map(len, tokens)) >= 43  # 256 bits
    session = keys.redeem(tokens.pop())
    assert session and keys.is_session(session) and not keys.is_session(keys.owner)
    assert keys.redeem(session) is None


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def later(lifetime: Lifetime, clock: Clock, seconds: float, busy: bool = False) -> bool:
    """Looks every minute for so long; whether it ended on the way."""
    for _ in range(int(seconds // 60)):
        clock.now += 60
        if lifetime.is_over(busy):
            return True
    return False


def test_it_ends_after_eight_quiet_hours_or_ten_minutes_without_a_window() -> None:
    clock = Clock()
    lifetime = Lifetime(clock)
    assert not later(lifetime, clock, QUIET - 60)
    assert later(lifetime, clock, 120)
    clock.now, scripted = 0.0, Lifetime(clock)
    scripted.window()
    assert not later(scripted, clock, CLOSED - 60)
    scripted.asked()
    assert not later(scripted, clock, CLOSED - 60)
    assert not later(scripted, clock, 10 * CLOSED, busy=True)
    assert not later(scripted, clock, CLOSED - 60)
    assert later(scripted, clock, 120)


def test_a_machine_that_slept_does_not_lose_its_page() -> None:
    clock = Clock()
    lifetime = Lifetime(clock)
    lifetime.window()
    clock.now += 3 * QUIET
    assert not lifetime.is_over(False)
    assert later(lifetime, clock, CLOSED + 60)


def worked(steps: Generator[str], total: int, stop: bool = False) -> LongJob:
    """A job that has ended."""
    jobs = LongJobs()
    assert not jobs.is_busy
    job = jobs.start("做", steps, total, "/", lambda error: f"出错：{error}")
    if stop:
        jobs.stop_all()
    while jobs.is_busy:
        time.sleep(0.01)
    return job


def test_a_job_tells_how_it_ended() -> None:
    closed = threading.Event()

    def steps(fault: Exception | None = None) -> Generator[str]:
        try:
            for number in range(5):
                time.sleep(0.02)
                yield str(number)
            if fault is not None:
                raise fault
        finally:
            closed.set()

    done = worked(steps(), 5)
    assert (done.state, done.done, done.said) == ("done", 5, ["0", "1", "2", "3", "4"])
    closed.clear()
    stopped = worked(steps(), 5, stop=True)
    assert stopped.state == "stopped" and stopped.done < 5 and closed.is_set()
    assert worked(steps(ValueError("坏")), 5).fault == "出错：坏"
    said = UsageError(C_NOTHING_DONE)
    failed = worked(steps(said), 5)
    assert (failed.state, failed.fault) == ("failed", str(said))


def test_what_a_killed_server_left_is_removed_by_a_later_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with new_drop() as place:
        drop = Path(place)
        assert drop.name.startswith("xltool-drop-")
    fresh = tmp_path / "xltool-drop-fresh"
    fresh.mkdir()
    drop.mkdir(exist_ok=True)
    (drop / "a.xlsx").write_bytes(b"x")
    os.utime(drop, (1, 1))
    forget_old_drops()
    assert not drop.exists() and fresh.exists()


NEWER = (  # than Chromium 86: 360 and 奇安信 browsers know none of it
    ":is(", ":where(", ":has(", "aspect-ratio", "inset:", "@container", "@layer", "accent-color", "dvh", "color-mix",
    "text-wrap", "subgrid", ".at(", "structuredClone", "hasOwn", "findLast", "toSorted", "showModal", "popover", "<dialog",
    "import(", "await import", "static {", "Array.fromAsync",
)  # fmt: skip


def test_nothing_newer_than_chromium_86_is_needed() -> None:
    folder = Path(xltool.ui.__file__).parent
    sources = [*folder.glob("static/*.*"), *folder.glob("templates/*.html")]
    assert len(sources) > 15
    for source in sources:
        text = source.read_text(encoding="utf-8")
        assert [one for one in NEWER if one in text] == [], source.name
