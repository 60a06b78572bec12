#!/usr/bin/env python3
"""Draws the PNG icons of the installed application: a house carried by three people.

usage: draw_icons.py TARGET_FOLDER

The same shapes as icon.svg, in its 64-unit square, drawn by distance, which smooths the edges.
"""

import struct
import sys
import zlib
from pathlib import Path

ground = (0x0B, 0x5C, 0x6B)
ink = (0xFF, 0xFF, 0xFF)
stroke = 3.5
lines = [
    [(12, 30), (32, 14), (52, 30)],
    [(17, 27), (17, 44), (47, 44), (47, 27)],
    [(28, 44), (28, 34), (36, 34), (36, 44)],
    [(8, 50), (56, 50)],
]
people = [(16, 56), (32, 56), (48, 56)]
person_radius = 3


def distance_to_segment(x, y, start, end):
    dx, dy = end[0] - start[0], end[1] - start[1]
    share = ((x - start[0]) * dx + (y - start[1]) * dy) / (dx * dx + dy * dy)
    share = min(1, max(0, share))
    return ((x - start[0] - share * dx) ** 2 + (y - start[1] - share * dy) ** 2) ** 0.5


def distance_to_ink(x, y):
    nearest = 99
    for line in lines:
        for start, end in zip(line, line[1:]):
            margin = stroke
            if (min(start[0], end[0]) - margin <= x <= max(start[0], end[0]) + margin
                    and min(start[1], end[1]) - margin <= y <= max(start[1], end[1]) + margin):
                nearest = min(nearest, distance_to_segment(x, y, start, end) - stroke / 2)
    for person in people:
        nearest = min(nearest, ((x - person[0]) ** 2 + (y - person[1]) ** 2) ** 0.5 - person_radius)
    return nearest


def distance_to_ground(x, y, radius):
    dx = max(abs(x - 32) - (32 - radius), 0)
    dy = max(abs(y - 32) - (32 - radius), 0)
    return (dx * dx + dy * dy) ** 0.5 - radius


def coverage(distance, pixel):
    return min(1, max(0, 0.5 - distance / pixel))


def draw(size, scale, radius):
    """Pixels of a square; `scale` shrinks the drawing, `radius` 0 fills the corners."""
    pixel = 64 / size
    rows = []
    for row in range(size):
        out = bytearray([0])
        for column in range(size):
            x, y = (column + 0.5) * pixel, (row + 0.5) * pixel
            inner_x, inner_y = 32 + (x - 32) / scale, 32 + (y - 32) / scale
            mix = coverage(distance_to_ink(inner_x, inner_y) * scale, pixel)
            alpha = coverage(distance_to_ground(x, y, radius), pixel) if radius else 1
            out += bytes(round(a + (b - a) * mix) for a, b in zip(ground, ink))
            out.append(round(alpha * 255))
        rows.append(bytes(out))
    return b"".join(rows)


def write_png(path, size, pixels):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
                     + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b""))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write_png(target / "icon-192.png", 192, draw(192, 1, 16))
    write_png(target / "icon-512.png", 512, draw(512, 1, 16))
    write_png(target / "icon-maskable-512.png", 512, draw(512, 0.72, 0))


if __name__ == "__main__":
    main()
