"""Reads WebAssembly modules as far as splitting one needs it."""

section_custom, section_import, section_global, section_code, section_data = 0, 2, 6, 10, 11


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def number(self):
        return self.leb()[0]

    def signed(self):
        value, bits, is_negative = self.leb()
        return value - (1 << bits) if is_negative else value

    def leb(self):
        """A number as modules write it: its bits, how many there are, and whether the last is set."""
        value = bits = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << bits
            bits += 7
            if byte < 128:
                return value, bits, bool(byte & 64)

    def text(self):
        length = self.number()
        self.at += length
        return self.data[self.at - length:self.at].decode()


def leb(value, is_signed=False):
    """A number as modules write it."""
    out = bytearray()
    while True:
        byte = value & 127
        value >>= 7
        is_last = value == 0 and not (is_signed and byte & 64)
        out.append(byte if is_last else byte | 128)
        if is_last:
            return bytes(out)


def sections(wasm):
    """The sections of a module: kind, where the content starts, where it ends."""
    reader = Reader(wasm)
    reader.at = 8
    while reader.at < len(wasm):
        kind = wasm[reader.at]
        reader.at += 1
        size = reader.number()
        yield kind, reader.at, reader.at + size
        reader.at += size


# How many numbers follow an instruction; those that are not here have none, up to 0xc4.
numbers_after = {0x02: 1, 0x03: 1, 0x04: 1, 0x0c: 1, 0x0d: 1, 0x10: 1, 0x11: 2,
                 **{code: 1 for code in range(0x20, 0x27)}, 0x3f: 1, 0x40: 1, 0xd0: 1, 0xd2: 1}
numbers_after_prefix = {**{code: 0 for code in range(8)}, 8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1,
                        14: 2, 15: 1, 16: 1, 17: 1}
loads_and_stores = range(0x28, 0x3f)


def code_numbers(reader):
    """Reads one instruction; the numbers in it that may be addresses."""
    code = reader.data[reader.at]
    reader.at += 1
    if code == 0x41:  # i32.const
        return [reader.signed() & 0xffffffff]
    if code == 0x42:  # i64.const, which may hold two
        value = reader.signed()
        return [value & 0xffffffff, value >> 32 & 0xffffffff]
    if code in loads_and_stores:
        reader.number()
        return [reader.number()]
    if code in (0x43, 0x44):  # floating constants
        reader.at += 4 if code == 0x43 else 8
    elif code == 0x0e:  # br_table
        for _ in range(reader.number() + 1):
            reader.number()
    elif code == 0x1c:  # select with types
        reader.at += reader.number()
    elif code == 0xfc:
        for _ in range(numbers_after_prefix[reader.number()]):
            reader.number()
    elif code <= 0xc4 or code in numbers_after or code == 0xd1:
        for _ in range(numbers_after.get(code, 0)):
            reader.number()
    else:
        raise ValueError(f"an instruction that is not known here: {code:#x}")
    return []
