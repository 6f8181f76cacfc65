"""Containers that mail programs and people make, written by hand: RAR, winmail.dat, .msg, 7z."""

from __future__ import annotations

import io
import struct
import zlib

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF  # of a chain of sectors; no entry


def seven_zip(files: dict[str, bytes], password: str | None = None) -> bytes:
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return out.getvalue()


def rar(files: dict[str, bytes]) -> bytes:
    """RAR 5 with stored members (the format's technical note)."""
    out = b"Rar!\x1a\x07\x01\x00" + _rar_header(b"\x01\x00\x00")
    for name, data in files.items():
        raw = name.encode()
        fields = b"".join(
            _vint(n)
            for n in (2, 2, len(data), 4, len(data), 0x20)  # file; has data; sizes; CRC32; attributes
        )
        head = fields + struct.pack("<I", zlib.crc32(data)) + _vint(0) + _vint(1) + _vint(len(raw)) + raw
        out += _rar_header(head) + data
    return out + _rar_header(b"\x05\x00\x00")


def _rar_header(body: bytes) -> bytes:
    sized = _vint(len(body)) + body
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _vint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def winmail(files: dict[str, bytes]) -> bytes:
    """TNEF: signature, key, then for each file what it is, its name and its data."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    for name, data in files.items():
        for tag, value in (
            (0x00069002, b"\x01\0" + bytes(12)),
            (0x00018010, name.encode("gb18030") + b"\0"),
            (0x0006800F, data),
        ):
            out += (
                b"\x02" + struct.pack("<II", tag, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
            )
    return out


def msg(subject: str, sender: str, body: str, files: dict[str, bytes]) -> bytes:
    """An Outlook message: properties as streams of a compound file."""
    text = {f"__substg1.0_{tag}001F": value.encode("utf-16-le") for tag, value in
            (("001A", "IPM.Note"), ("0037", subject), ("1000", body), ("5D01", sender), ("0C1F", sender))}  # fmt: skip
    root: dict[str, object] = {**text, "__properties_version1.0": bytes(32) + _fixed(text)}
    for number, (name, data) in enumerate(files.items()):
        own = {"__substg1.0_37010102": data,
               "__substg1.0_3707001F": name.encode("utf-16-le"), "__substg1.0_3704001F": name.encode("utf-16-le")}  # fmt: skip
        method = struct.pack("<IIII", 0x37050003, 6, 1, 0)  # attached by value
        root[f"__attach_version1.0_#{number:08X}"] = {
            **own,
            "__properties_version1.0": bytes(8) + _fixed(own) + method,
        }
    return compound(root)


def _fixed(streams: dict[str, bytes]) -> bytes:
    """One entry of the property table for each stream."""
    return b"".join(
        struct.pack("<IIII", int(name[-8:], 16), 6, len(data), 0) for name, data in streams.items()
    )


def compound(tree: dict[str, object]) -> bytes:
    """A compound file; what is shorter than 4,096 bytes lies in the mini stream, as readers expect."""
    entries: list[dict[str, object]] = []
    pieces: dict[int, list[bytes]] = {512: [], 64: []}
    chains: dict[int, list[int]] = {512: [], 64: []}

    def stream(data: bytes, size: int) -> int:
        held, chain = pieces[size], chains[size]
        first = len(held) if data else END
        held += [data[i : i + size].ljust(size, b"\0") for i in range(0, len(data), size)]
        chain += [*range(len(chain) + 1, len(held)), *([END] if data else [])]
        return first

    def storage(name: str, items: dict[str, object], kind: int) -> int:
        index, before = len(entries), None
        entries.append({"name": name, "kind": kind, "right": FREE, "child": FREE, "start": 0, "size": 0})
        for own, value in sorted(items.items(), key=lambda item: (len(item[0]), item[0].upper())):
            number = len(entries)
            if isinstance(value, dict):
                storage(own, value, 1)
            else:
                assert isinstance(value, bytes)
                start = stream(value, 512 if len(value) >= 4096 else 64)
                entries.append(
                    {"name": own, "kind": 2, "right": FREE, "child": FREE, "start": start, "size": len(value)}
                )
            entries[index if before is None else before]["child" if before is None else "right"] = number
            before = number
        return index

    storage("Root Entry", tree, 5)
    mini = b"".join(pieces[64])
    entries[0] |= {"start": stream(mini, 512), "size": len(mini)}
    table = struct.pack(f"<{len(chains[64])}I", *chains[64])
    mini_at, mini_sectors = stream(table + b"\xff" * (-len(table) % 512), 512), -(-len(table) // 512)
    directory = b""
    for entry in entries:
        name = str(entry["name"]).encode("utf-16-le")
        directory += struct.pack(
            "<64sHBBIII16sIQQIII", name, len(name) + 2, entry["kind"], 1, FREE, entry["right"], entry["child"],
            b"", 0, 0, 0, entry["start"], entry["size"], 0,
        )  # fmt: skip
    at = stream(directory, 512)
    first = len(pieces[512])
    tables = first // 127 + 1
    fat = [*chains[512], *([0xFFFFFFFD] * tables)]
    fat += [FREE] * (tables * 128 - len(fat))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, at,
        0, 4096, mini_at, mini_sectors, END, 0,
    )  # fmt: skip
    header += struct.pack(f"<{tables}I", *range(first, first + tables)).ljust(436, b"\xff")
    return header + b"".join(pieces[512]) + struct.pack(f"<{len(fat)}I", *fat)
