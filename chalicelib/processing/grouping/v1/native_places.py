"""Where a frame without a function is in its program: the file and the distance from where it was loaded.

No symbols are uploaded, so this is what tells crashes of one program apart, and those of two programs.
"""

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from chalicelib.processing.grouping.v1.install_paths import without_install_path

#: What stands where no symbol was found.
_NO_NAME: Final = re.compile(r"<redacted>|<unknown>|\?+|0x[0-9a-fA-F]+|")
_VERSION: Final = re.compile(r"(?:[-.]\d+)+(?=\.(?:so|dylib|dll|framework)\b|\Z)|(?<=\.so)(?:\.\d+)+\Z")


class Image(NamedTuple):
    """A file of the program in memory, from *start* to before *end*."""

    start: int
    end: int
    file: str


Images = Sequence[Image]


def images_of(event: dict[str, Any]) -> Images:
    """The event's debug images, each at the place by which frames may name it."""
    return tuple(_image(image or {}) for image in (event.get("debug_meta") or {}).get("images") or ())


def _image(image: dict[str, Any]) -> Image:
    """One that doesn't say where it was loaded holds no address; frames can but name it."""
    start, size = number_of(image.get("image_addr")), image.get("image_size")
    name = image.get("code_file") or image.get("debug_file") or image.get("name") or image.get("debug_id")
    if type(name) is not str or not name:
        return Image(0, 0, "")
    if start is None:
        return Image(0, 0, program_name(name))
    return Image(start, start + size if type(size) is int and size > 0 else start + 2**31, program_name(name))


def has_name(frame: dict[str, Any]) -> bool:
    return _NO_NAME.fullmatch(str(frame.get("function") or "")) is None


def place_in_program(frame: dict[str, Any], images: Images) -> str | None:
    """`libgame.so+0x1f40`, `paint` where only the file is known; None where nothing is."""
    package = frame.get("package")
    name = program_name(package) if type(package) is str and package else None
    address = number_of(frame.get("instruction_addr"))
    if address is None:
        return name
    mode = str(frame.get("addr_mode") or "")
    if mode.startswith("rel:"):
        return _relative(address, name or _file_at(mode.removeprefix("rel:"), images))
    start = number_of(frame.get("image_addr"))
    if start is not None and start <= address:
        return _relative(address - start, name)
    for image in images:
        if image.start <= address < image.end:
            return _relative(address - image.start, name or image.file)
    return name


def _file_at(position: str, images: Images) -> str | None:
    """The file of the image that `rel:<position>` names, as WebAssembly's and .NET's frames do."""
    is_place = position.isascii() and position.isdigit() and len(position) < 6
    return images[int(position)].file or None if is_place and int(position) < len(images) else None


def _relative(offset: int, name: str | None) -> str | None:
    return f"{name}+{offset:#x}" if name else None


def program_name(path: str) -> str:
    """The file's own name, without folders and versions."""
    name = without_install_path(path).replace("\\", "/").rpartition("/")[2]
    return _VERSION.sub("", name) or name


def number_of(value: Any) -> int | None:
    """An address, which travels as a hexadecimal text or as a number."""
    if type(value) is int:
        return value
    try:
        return int(value, 16 if value[:2] in {"0x", "0X"} else 10) if type(value) is str and len(value) <= 20 else None
    except ValueError:
        return None
