"""What a file that is not in UTF-8 looks like."""

import codecs
import re

_HIGH = re.compile(rb"[\x80-\xff]+")


def looks_like_utf_16(start: bytes) -> bool:
    """Whether these first bytes of a file are UTF-16: by its mark, or by the zeros beside Latin letters."""
    return start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in start[:2]


def not_utf_8(line: bytes, position: int) -> str:
    """A sentence on a line whose byte at ``position`` is none of UTF-8."""
    # Chinese characters take two high bytes in GB18030, mostly; an accented Latin letter stands among low ones.
    chinese = all(len(run) % 2 == 0 for run in _HIGH.findall(line))
    like = "GB18030 (GBK)" if chinese else "Latin-1 (Windows-1252)"
    return f"is not UTF-8: byte {position + 1} is 0x{line[position]:02x}, it looks like {like}; save the file as UTF-8"
