"""Takes the texts that only later functions read out of the first module and puts them into the later one.

`wasm-split` moves functions; the data of both parts stays in the first. Of that data, the string
literals of the files that come later are the largest part by far: labels, sentences, explanations.
A text moves when all of this is so:

- it is a literal of a file that comes later, and no other file has one with these words;
- a later function names its address;
- no number in the code or the data of the first module could be an address in it or just before it.

What may be read before the later module is there therefore stays, whatever the optimizer did. In the
first module its bytes become zeros, which take no room once compressed; the later module writes them
back when it is put into place. Texts are constant, so that writing them late changes nothing else.
"""

import bisect
import struct

from wasm_reader import Reader, code_numbers, leb, sections, section_code, section_data, \
    section_global

text_bytes_min = 8
# A constant that indexes a text from below its start ("abc"[n - 10]) is about it too.
bytes_before = 16
# Two texts this close together become one segment: a segment of its own costs more.
gap_bytes_max = 8


def members(archive):
    """The files in an archive: name and content."""
    data = archive.read_bytes()
    at, long_names = 8, b""
    while at + 60 <= len(data):
        name = data[at:at + 16].decode().rstrip()
        size = int(data[at + 48:at + 58])
        content = data[at + 60:at + 60 + size]
        at += 60 + size + size % 2
        if name == "//":
            long_names = content
        elif name not in ("/", "/SYM64/"):
            if name.startswith("/"):
                name = long_names[int(name[1:]):].split(b"\n")[0].decode()
            yield name.rstrip("/").removesuffix(".o"), content


def segments(wasm):
    """The active data segments of a module or object: address, content, place in the file."""
    for kind, start, end in sections(wasm):
        if kind != section_data:
            continue
        reader = Reader(wasm)
        reader.at = start
        for _ in range(reader.number()):
            if reader.number() != 0:
                raise ValueError("a data segment that is not active")
            reader.at += 1  # i32.const
            address = reader.signed()
            reader.at += 1  # end
            size = reader.number()
            yield address, wasm[reader.at:reader.at + size], reader.at
            reader.at += size


def texts_of_later(archives, sources):
    """The literals of the files that come later, but for those that other files have too."""
    later, others = set(), []
    for archive in archives:
        for name, content in members(archive):
            if content[:4] != b"\0asm":
                continue
            for _, data, _ in segments(content):
                is_text = data[-1:] == b"\0" and data.find(0) == len(data) - 1
                if name not in sources:
                    others.append(data)
                elif is_text and len(data) >= text_bytes_min:
                    later.add(data)
    rest = b"\0".join(others)
    return {text for text in later if text not in rest}


def data_numbers(first):
    """What might be an address in the data: every word, also where zeros were left out of it."""
    parts = [(address, data) for address, data, _ in segments(first)]
    image = bytearray(max(address + len(data) for address, data in parts) + 4 & ~3)
    for address, data in parts:
        image[address:address + len(data)] = data
    yield from struct.unpack(f"<{len(image) // 4}I", image)


def global_numbers(first):
    for kind, start, end in sections(first):
        if kind == section_global:
            reader = Reader(first)
            reader.at = start
            for _ in range(reader.number()):
                reader.at += 2
                yield from code_numbers(reader)


def function_numbers(wasm):
    for kind, start, _ in sections(wasm):
        if kind != section_code:
            continue
        reader = Reader(wasm)
        reader.at = start
        for _ in range(reader.number()):
            size = reader.number()
            end = reader.at + size
            for _ in range(reader.number()):
                reader.number()
                reader.at += 1
            while reader.at < end:
                yield from code_numbers(reader)


def is_about(data, number, offset):
    """Whether a number in a text or just before it is about the text, and not about a literal that
    begins there itself."""
    return number >= offset or number < 1 or data[number - 1] != 0


def movable(first, later, texts):
    """Texts that can move: address, content and place in the first module's file."""
    kept = sorted({*function_numbers(first), *data_numbers(first), *global_numbers(first)})
    named = sorted(set(function_numbers(later)))
    for address, data, place in segments(first):
        at = bisect.bisect_left(named, address)
        while at < len(named) and named[at] < address + len(data):
            offset = named[at] - address
            at += 1
            end = data.find(0, offset)
            text = data[offset:end + 1]
            if text not in texts:
                continue
            first_kept = bisect.bisect_left(kept, address + offset - bytes_before)
            if any(is_about(data, number - address, offset)
                   for number in kept[first_kept:bisect.bisect_left(kept, address + end + 1)]):
                continue
            yield address + offset, text, place + offset


def data_section(runs):
    body = bytearray(leb(len(runs)))
    for address, data in runs:
        body += b"\0\x41" + leb(address, is_signed=True) + b"\x0b" + leb(len(data)) + data
    return bytes([section_data]) + leb(len(body)) + bytes(body)


def move_strings(first_path, later_path, archives, sources):
    """Rewrites both modules; how many texts moved, and their bytes."""
    first, later = bytearray(first_path.read_bytes()), later_path.read_bytes()
    if any(kind == section_data for kind, _, _ in sections(later)):
        raise ValueError("the later module has data of its own")
    image = bytes(first)
    runs, count, total = [], 0, 0
    for address, text, place in movable(image, later, texts_of_later(archives, sources)):
        count, total = count + 1, total + len(text)
        first[place:place + len(text)] = bytes(len(text))
        if runs and 0 <= address - runs[-1][0] - len(runs[-1][1]) <= gap_bytes_max:
            # What stands between them stays what it is.
            gap = address - runs[-1][0] - len(runs[-1][1])
            runs[-1][1] += image[place - gap:place] + text
        else:
            runs.append([address, bytearray(text)])
    if not runs:
        return 0, 0
    code_end = next(end for kind, _, end in sections(later) if kind == section_code)
    first_path.write_bytes(first)
    later_path.write_bytes(later[:code_end] + data_section(runs) + later[code_end:])
    return count, total
