"""Unpacking of .gz and .zst as one reads, with a limit to how much may come out of how little."""

import gzip
import io
import zlib
from typing import Any, BinaryIO

import zstandard

from graph.errors import InputError

MOST_TIMES = 200
"""A file may expand to so many times its size ..."""
FREE_BYTES = 100_000_000
"""... once more than this came out of it."""
_ZSTD_WINDOW = 1 << 27
_PIECE = 1 << 10  # of Zstandard: a block of 4 bytes may become 128 KB, so that this much becomes 32 MB at most


def refuse_bomb(name: str, unpacked: int, size: int) -> None:
    """Raise ``InputError`` where too much comes out of too little."""
    if unpacked > FREE_BYTES and unpacked > MOST_TIMES * size:
        raise InputError(
            f"{name}: its {size:,} bytes unpack to more than {MOST_TIMES} times as much, beyond {FREE_BYTES:,} bytes: "
            "this is not read; unpack it yourself if it is what it should be"
        )


class Unpacking(io.RawIOBase):
    """A stream of what is packed in another one."""

    packing = ""

    def __init__(self, name: str, packed: BinaryIO, size: int) -> None:
        super().__init__()
        self._name, self._packed, self._size, self._out = name, packed, size, 0

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As of every stream. Raises ``InputError`` where the file is damaged, cut off or a bomb."""
        try:
            data = self._take(len(buffer))
        except EOFError as error:
            raise InputError(f"{self._name}: is cut off: its {self.packing} data has no end; fetch it again") from error
        except (gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as error:
            text = str(error).replace("zstd decompressor error: ", "").rstrip(".")
            raise InputError(f"{self._name}: is no {self.packing} file, or damaged ({text}); fetch it again") from error
        self._out += len(data)
        refuse_bomb(self._name, self._out, self._size)
        buffer[: len(data)] = data
        return len(data)

    def _take(self, most: int) -> bytes:
        raise NotImplementedError


class Gunzip(Unpacking):
    """What is in a .gz file."""

    packing = "gzip"

    def __init__(self, name: str, packed: BinaryIO, size: int) -> None:
        super().__init__(name, packed, size)
        self._gzip = gzip.GzipFile(fileobj=packed)

    def _take(self, most: int) -> bytes:
        if not self._size:
            raise EOFError
        return self._gzip.read1(most)


class Unzstd(Unpacking):
    """What is in a .zst file. The library's own stream does not tell a file that is cut off."""

    packing = "Zstandard"

    def __init__(self, name: str, packed: BinaryIO, size: int) -> None:
        super().__init__(name, packed, size)
        self._frame, self._begun, self._ready = self._next(), False, memoryview(b"")

    def _next(self) -> Any:
        return zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    def _take(self, most: int) -> bytes:
        while not self._ready:
            piece = self._packed.read(_PIECE)
            if not piece:
                if self._begun or not self._size:
                    raise EOFError
                return b""
            self._ready = memoryview(self._unpack(piece))
        data, self._ready = bytes(self._ready[:most]), self._ready[most:]
        return data

    def _unpack(self, piece: bytes) -> bytes:
        out = []
        while piece:
            out.append(self._frame.decompress(piece))
            self._begun = not self._frame.eof
            piece = b""
            if self._frame.eof:
                piece, self._frame = self._frame.unused_data, self._next()
        return b"".join(out)
