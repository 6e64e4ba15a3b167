"""Ogg files that are the same every time: libsndfile numbers their streams by chance."""

import struct

PAGE_HEADER = 27
SERIAL_AT, CHECKSUM_AT, SEGMENTS_AT = 14, 22, 26


def renumber(data: bytes, serial: int = 1) -> bytes:
    """The Ogg stream `data` with another serial number on every page, checksums put right."""
    pages, at = bytearray(data), 0
    while at < len(pages):
        segments = pages[at + SEGMENTS_AT]
        table = pages[at + PAGE_HEADER : at + PAGE_HEADER + segments]
        end = at + PAGE_HEADER + segments + sum(table)
        struct.pack_into("<I", pages, at + SERIAL_AT, serial)
        struct.pack_into("<I", pages, at + CHECKSUM_AT, 0)
        struct.pack_into("<I", pages, at + CHECKSUM_AT, _checksum(pages[at:end]))
        at = end
    return bytes(pages)


def _checksum(page: bytearray) -> int:
    """CRC-32 as Ogg wants it: polynomial 0x04C11DB7, nothing reflected, nothing inverted."""
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value


def _row(byte: int) -> int:
    value = byte << 24
    for _ in range(8):
        value = value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF


_TABLE = tuple(_row(byte) for byte in range(256))
