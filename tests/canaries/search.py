"""Every reading of a piece of content in which a canary could be found: decoded, expanded, taken apart, and again.

What a file of a known form holds stands in `forms`.
"""

from __future__ import annotations

import binascii
import bz2
import html
import lzma
import re
import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from tests.canaries.forms import members
from tests.canaries.tokens import found_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["canaries_of", "files_under", "readings"]

_DEEPEST = 6
_SHORT = 400
_MOST = 64 * 2**20
_BASE64 = re.compile(rb"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{11,}")
_WRAPPED = re.compile(rb"(?<=[A-Za-z0-9+/_-]{60})(?:\\r|\\n|[\r\n\t ])+(?=[A-Za-z0-9+/_=-])")
_HEX = re.compile(rb"(?<![0-9A-Fa-f])[0-9A-Fa-f]{12,}")
_APART = re.compile(rb"(?<=[0-9A-Fa-f]{2})[ :\n](?=[0-9A-Fa-f]{2}(?![0-9A-Za-z]))")
_ESCAPE = re.compile(rb"\\(?:u00|x)([0-9A-Fa-f]{2})")
_TAG = re.compile(rb"<[^<>]*>|\xc2\xad|\xe2\x80[\x8b-\x8d]|&shy;")
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|BZh[1-9]1AY|\xfd7zXZ\x00")

Reading = tuple[str, bytes]
"""How it was read, and what was read."""


def canaries_of(content: bytes) -> list[str]:
    """List the canaries in a piece of content, each with the way in which it was read."""
    found = {canary: how for how, read in _backwards(content) for canary in found_in(read)}
    return [f"{canary} ({how or 'as it stands'})" for canary, how in found.items()]


def files_under(folder: Path, *, but: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield every file under a folder with its path in it, save those under the names left out."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] not in but:
            yield name.as_posix(), path.read_bytes()


def readings(content: bytes) -> Iterator[Reading]:
    """Yield a piece of content, and every other that can be read from it."""
    waiting: list[tuple[str, bytes, int]] = [("", content, 0)]
    seen: set[bytes] = set()
    while waiting:
        how, read, depth = waiting.pop()
        key = blake2b(read, digest_size=16).digest()
        if key in seen:
            continue
        seen.add(key)
        yield how, read
        if depth < _DEEPEST:
            told = f"{how}, " if how else ""
            found = _others(read, whole=not how.endswith(_DECODED))
            waiting += [(f"{told}{name}", other, depth + 1) for name, other in found if other != read]


def _backwards(content: bytes) -> list[Reading]:
    """List the readings with the plainest last, so that a canary is told as it is read most easily."""
    return list(readings(content))[::-1]


def _others(read: bytes, *, whole: bool) -> Iterator[Reading]:
    """Yield what can be read from a reading; one that was decoded from text is no whole file any more."""
    for name, sign, decode in _DECODERS:
        if sign in read:
            yield name, decode(read)
    yield from _joined("base64", _from_base64(_WRAPPED.sub(b"", read)))
    yield from _joined("hex", _from_hex(_APART.sub(b"", read)))
    for found in _PACKED.finditer(read):
        packed = _unpacked(memoryview(read)[found.start() :])
        if packed:
            yield "compressed", packed
    if whole:
        yield from members(read)


def _joined(how: str, pieces: Iterator[bytes]) -> Iterator[Reading]:
    """Yield long pieces, and those that begin as an archive, each by itself, and the short ones together."""
    short = []
    for piece in pieces:
        if len(piece) < _SHORT and not piece.startswith(b"PK"):
            short.append(piece)
        else:
            yield how, piece
    yield how, b"\n".join(short)


def _from_hex(read: bytes) -> Iterator[bytes]:
    for found in _HEX.findall(read):
        for start in (0, 1):
            yield binascii.unhexlify(found[start : start + (len(found) - start) // 2 * 2])


def _from_base64(read: bytes) -> Iterator[bytes]:
    for found in _BASE64.findall(read):
        plain = found.translate(_URL_SAFE)
        for start in range(4):
            usable = plain[start:-1] if (len(plain) - start) % 4 == 1 else plain[start:]
            yield binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))


def _unpacked(packed: memoryview) -> bytes:
    """Expand what looks compressed, as far as it goes; nothing when it is not."""
    head = bytes(packed[:2])
    try:
        if head == b"BZ":
            return bz2.BZ2Decompressor().decompress(bytes(packed), _MOST)
        if head == b"\xfd7":
            return lzma.LZMADecompressor().decompress(bytes(packed), _MOST)
        return zlib.decompressobj(wbits=31 if head == b"\x1f\x8b" else 15).decompress(packed, _MOST)
    except (OSError, EOFError, lzma.LZMAError, zlib.error):
        return b""


def _without_entities(read: bytes) -> bytes:
    return html.unescape(read.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _without_escapes(read: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), read)


_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_DECODERS: tuple[tuple[str, bytes, Callable[[bytes], bytes]], ...] = (
    ("UTF-16 or UTF-32", b"\0", lambda read: read.replace(b"\0", b"")),
    ("entities", b"&", _without_entities),
    ("percent signs", b"%", unquote_to_bytes),
    ("escapes", b"\\", _without_escapes),
    ("without tags", b"</", lambda read: _TAG.sub(b"", read)),
)
_DECODED = tuple(name for name, _, _ in _DECODERS)
