"""Which sources may be compiled together, as one translation unit.

usage: group_sources.py ROOT SIZE FILE...

Prints one line a group: its files, separated by ';'. Files of a group share one anonymous namespace,
so no name that one of them keeps to itself may occur in another: neither as a second definition nor
as a use of something else by that name. Files that would clash come into different groups; the order
of the files decides, so that the same sources always give the same groups.
"""
import re
import sys
from pathlib import Path

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", re.S)
ANONYMOUS = re.compile(r"^namespace \{$(.*?)^\}  // namespace$", re.M | re.S)
# What a line at the outermost level of a namespace introduces: a type, or the last name before what
# follows a function's or an object's name; and a function whose result stands on a line of its own.
TYPE = re.compile(r"^(?:struct|class|union|enum class|enum|concept)\s+(\w+)", re.M)
NAME = r"^(?![ }#]|using |struct |class |enum |union )[^\n;={(]*?(\w+)\s*"
FUNCTION = re.compile(NAME + r"\(", re.M)
OBJECT = re.compile(NAME + r"(?:\{|=|;|\[)", re.M)
SPLIT = re.compile(r"^(?![ }#])[^\n;={(]+\n(\w+)\s*\(", re.M)
MACRO = re.compile(r"^#define (\w+)", re.M)
DIRECTIVE = re.compile(r"^using namespace ([\w:]+);", re.M)
# What a file uses by a name that nothing stands before: what it calls, and types. A local variable by
# the name of another file's function is no clash: it hides it.
USE = re.compile(r"(?<![\w.:>])([a-z]\w*)(?=\s*(?:\(|<))|\b([A-Z]\w*)")
WORD = re.compile(r"[A-Za-z_]\w*")
KEYWORDS = {"if", "for", "while", "switch", "return", "operator", "static_assert", "template",
            "namespace", "using", "TEST_CASE", "struct", "class", "enum", "int"}


def names_of(text: str, *patterns: re.Pattern) -> set[str]:
    """What these patterns find in the anonymous namespaces of a file."""
    found: set[str] = set()
    for part in ANONYMOUS.findall(text):
        part = COMMENT.sub(" ", part)
        for pattern in patterns:
            found |= set(pattern.findall(part))
    return found - KEYWORDS


class Source:
    """One file. `functions` and `objects` are what it keeps to itself; aliases are not counted:
    said twice, they are the same."""

    def __init__(self, path: str, root: Path):
        text = (root / path).read_text(encoding="utf-8")
        self.path = path
        self.objects = names_of(text, OBJECT)
        self.functions = names_of(text, TYPE, FUNCTION, SPLIT) | set(MACRO.findall(text))
        text = COMMENT.sub(" ", text)
        self.uses = {one or other for one, other in USE.findall(text)}
        self.words = set(WORD.findall(text))
        self.directives = set(DIRECTIVE.findall(text))

    def clashes_with(self, other: "Source") -> bool:
        # A local variable that hides an object of the same name is warned of.
        return bool(self.functions & (other.uses | other.functions) or self.objects & other.words)


def go_together(one: Source, other: Source) -> bool:
    return (one.directives == other.directives and not one.clashes_with(other)
            and not other.clashes_with(one))


def main() -> None:
    root, size = Path(sys.argv[1]), int(sys.argv[2])
    groups: list[list[Source]] = []
    for source in (Source(path, root) for path in sys.argv[3:]):
        for group in groups:
            if len(group) < size and all(go_together(source, one) for one in group):
                group.append(source)
                break
        else:
            groups.append([source])
    for group in groups:
        print(";".join(source.path for source in group))


main()
