"""Lines and counted bytes from a body that arrives in pieces; what nobody keeps is skipped without being held."""

from collections.abc import Iterator


class BodyReader:
    """Reads forward only. *offset* counts the plain bytes read so far; errors name it as the place."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = b""
        self._position = 0
        self.offset = 0

    def is_at_end(self) -> bool:
        while self._position >= len(self._piece):
            following = next(self._pieces, None)
            if following is None:
                return True
            self._piece, self._position = following, 0
        return False

    def read_line(self, max_bytes: int) -> bytes | None:
        """The bytes up to the next newline, which is read too, or the end; None when they are more than *max_bytes*."""
        return _collect(self._pieces_of_line(), max_bytes)

    def read_bytes(self, count: int, max_bytes: int) -> bytes | None:
        """The next *count* bytes, fewer at the end; None (and all of them skipped) when they exceed *max_bytes*."""
        return _collect(self._pieces_of(count), max_bytes)

    def skip_newline(self) -> bool:
        """Whether a newline, now read, or the end came next."""
        if self.is_at_end():
            return True
        if self._piece[self._position] != ord("\n"):
            return False
        self._take(self._position + 1)
        return True

    def _pieces_of_line(self) -> Iterator[bytes]:
        while not self.is_at_end():
            end = self._piece.find(b"\n", self._position)
            yield self._take(len(self._piece) if end < 0 else end)
            if end >= 0:
                self._take(end + 1)
                return

    def _pieces_of(self, count: int) -> Iterator[bytes]:
        while count > 0 and not self.is_at_end():
            piece = self._take(min(len(self._piece), self._position + count))
            count -= len(piece)
            yield piece

    def _take(self, end: int) -> bytes:
        taken = self._piece[self._position : end]
        self._position = end
        self.offset += len(taken)
        return taken


def _collect(pieces: Iterator[bytes], max_bytes: int) -> bytes | None:
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size <= max_bytes:
            kept.append(piece)
        else:
            kept.clear()
    return b"".join(kept) if size <= max_bytes else None
