"""Small pictures of each kind, made byte by byte."""

import struct
import zlib

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 1, height: int = 1) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def svg(inner: str = "<rect width='1' height='1' fill='url(#a)'/>") -> bytes:
    return f"<?xml version='1.0'?>\n<svg {NAMESPACES} viewBox='0 0 1 1'>{inner}</svg>".encode()
