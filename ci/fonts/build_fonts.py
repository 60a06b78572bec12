#!/usr/bin/env python3
"""Builds the client's fonts: two weights of Inter, cut to what Spanish needs, and an icon font.

usage: build_fonts.py TARGET_FOLDER

Writes text.ttf, text_semibold.ttf, icons.ttf and icons.hpp. The text fonts have tabular figures at
the digits' own code points, because neither ImGui nor a canvas can ask for the `tnum` feature, and
no layout tables, which ImGui does not read. The icons stand on the text's line box: at one ImGui
size both fonts share baseline and height.
"""

import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem

root = Path(__file__).resolve().parents[2]
inter_folder = Path("/usr/share/fonts/opentype/inter")
lucide_folder = root / "node_modules/lucide-static/font"

text_weights = {"text.ttf": "Inter-Regular.otf", "text_semibold.ttf": "Inter-SemiBold.otf"}

# Latin-1 and Latin Extended-A whole, then the punctuation and signs that screens use.
text_code_points = [
    *range(0x20, 0x7F),
    *(point for point in range(0xA0, 0x180) if point != 0x149),  # ŉ is deprecated
    *map(ord, "\u2009\u202f–—‘’‚“”„†•…‰‹›€№−×≠≤≥±∞←↑→↓↗↘✓✗⚠●○■□▲▼▶◀◆"),
]

icon_code_point_first = 0xE000
# Inter's line box, as shares of ascent plus descent: icons fill it.
icon_units = 1000
# Coarser grids than the sources', still several units to a pixel on a sharp phone: the coordinates
# get shorter, and with them the download.
icon_units_shipped = 512
text_units = 1024
icon_descent = 200


def subset_font(font, code_points):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "DSIG", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)


def use_tabular_figures(font):
    """Points the digits' code points at the glyphs of the `tnum` feature."""
    layout = font["GSUB"].table
    tabular = {}
    for record in layout.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for table in layout.LookupList.Lookup[index].SubTable:
                tabular.update(getattr(table, "ExtSubTable", table).mapping)
    digits = range(ord("0"), ord("9") + 1)
    proportional = font.getBestCmap()
    figures = {digit: tabular[proportional[digit]] for digit in digits}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(figures)
    # Static weights round their widths one by one; make them exactly equal.
    widths = [font["hmtx"][glyph][0] for glyph in figures.values()]
    assert max(widths) - min(widths) < font["head"].unitsPerEm / 500, f"digits differ: {widths}"
    for glyph in figures.values():
        font["hmtx"][glyph] = (max(widths), font["hmtx"][glyph][1])


def to_quadratic(font, error_max):
    """Replaces cubic outlines (CFF) by TrueType's quadratic ones, which ImGui draws fastest."""
    glyph_set = font.getGlyphSet()
    order = font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, max_err=error_max, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = glyphs
    del font["CFF "]
    glyf.compile(font)
    for name in order:
        width, _ = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(glyphs[name], "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for limit in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
                  "maxStackElements", "maxSizeOfInstructions"):
        setattr(maxp, limit, 0)
    maxp.maxZones = 1
    maxp.maxComponentElements = max(
        (len(glyph.components) for glyph in glyphs.values() if hasattr(glyph, "components")),
        default=0)
    maxp.recalc(font)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\000\001\000\000"


def build_text(source, target):
    font = TTFont(inter_folder / source)
    missing = [chr(point) for point in text_code_points if point not in font.getBestCmap()]
    if missing:
        sys.exit(f"{source} lacks {' '.join(missing)}")
    use_tabular_figures(font)
    subset_font(font, text_code_points)
    to_quadratic(font, error_max=font["head"].unitsPerEm / 500)
    scale_upem(font, text_units)
    font.save(target)
    return font


def read_icon_names():
    rows = (line.split() for line in (root / "ci/fonts/icons.txt").read_text().splitlines()
            if line and not line.startswith("#"))
    return [(name, lucide) for name, lucide in rows]


def build_icons(names, target):
    code_points = json.loads((lucide_folder / "codepoints.json").read_text())
    unknown = [lucide for _, lucide in names if lucide not in code_points]
    if unknown:
        sys.exit(f"icons.txt: Lucide has no {', '.join(unknown)}")
    font = TTFont(lucide_folder / "lucide.ttf")
    assert font["head"].unitsPerEm == icon_units
    subset_font(font, [code_points[lucide] for _, lucide in names])
    glyph_of = font.getBestCmap()
    ours = {icon_code_point_first + index: glyph_of[code_points[lucide]]
            for index, (_, lucide) in enumerate(names)}
    for table in font["cmap"].tables:
        table.cmap = dict(ours)
    glyph_set = font.getGlyphSet()
    lowered = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(TransformPen(pen, (1, 0, 0, 1, 0, -icon_descent)))
        lowered[name] = pen.glyph()
    for name, glyph in lowered.items():
        font["glyf"][name] = glyph
    for table, ascent, descent in (("hhea", "ascent", "descent"),
                                   ("OS/2", "sTypoAscender", "sTypoDescender")):
        setattr(font[table], ascent, icon_units - icon_descent)
        setattr(font[table], descent, -icon_descent)
    font["hhea"].lineGap = 0
    font["post"].formatType = 3.0
    scale_upem(font, icon_units_shipped)
    font.save(target)


def ranges_of(code_points):
    """Sorted code points as (first, last) pairs."""
    pairs = []
    for point in sorted(code_points):
        if pairs and point == pairs[-1][1] + 1:
            pairs[-1][1] = point
        else:
            pairs.append([point, point])
    return pairs


def utf8_literal(point):
    return "".join(f"\\x{byte:02X}" for byte in chr(point).encode())


def write_header(names, text_font, target):
    units = text_font["head"].unitsPerEm
    line = text_font["hhea"].ascent - text_font["hhea"].descent
    pairs = ranges_of(text_font.getBestCmap())
    numbers = [f"0x{number:04X}" for pair in pairs for number in pair] + ["0"]
    rows = [", ".join(numbers[start:start + 10]) for start in range(0, len(numbers), 10)]
    lines = [
        "/// What the client's fonts hold. Made by ci/fonts/build_fonts.py; do not edit.",
        "#pragma once",
        "",
        "#include <array>",
        "",
        "namespace minga::client::font {",
        "",
        "/// ImGui's size counts ascent and descent; a CSS size counts the em. size = px * this.",
        f"inline constexpr float size_per_px = {line / units:.4f}F;",
        "",
        "/// Pairs of first and last code point of the text fonts, ended by zero, as ImGui wants.",
        f"inline constexpr std::array<unsigned short, {len(numbers)}> text_ranges = {{",
        *(f"    {row}," for row in rows),
        "};",
        "inline constexpr std::array<unsigned short, 3> icon_ranges = "
        f"{{0x{icon_code_point_first:04X}, 0x{icon_code_point_first + len(names) - 1:04X}, 0}};",
        "",
        "}  // namespace minga::client::font",
        "",
        "/// Each icon as UTF-8 text, to be drawn with the icon font or merged into a text font.",
        "namespace minga::client::icon {",
        "",
        *(f'inline constexpr const char* {name} = "{utf8_literal(icon_code_point_first + index)}";'
          for index, (name, _) in enumerate(names)),
        "",
        "}  // namespace minga::client::icon",
    ]
    target.write_text("\n".join(lines) + "\n")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for name, source in text_weights.items():
        text_font = build_text(source, target / name)
    names = read_icon_names()
    build_icons(names, target / "icons.ttf")
    write_header(names, text_font, target / "icons.hpp")
    for path in sorted(target.glob("*.ttf")):
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
