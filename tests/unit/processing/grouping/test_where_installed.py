"""Where a program is installed, and for whom, tells no mistake from another."""

import pytest

from chalicelib.processing.grouping.v1.install_paths import without_install_path
from chalicelib.processing.grouping.v1.native_places import Image, place_in_program
from chalicelib.processing.grouping.v1.parameterize import error_code, parameterize


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"C:\Users\ana\AppData\Local\Programs\notes\resources\app.asar\main", "main"),
        ("/Applications/Notes.app/Contents/Resources/app.asar/dist/sync", "dist/sync"),
        ("/Applications/Notes.app/Contents/MacOS/lib/sync", "lib/sync"),
        ("/home/ana/shop/src/cart", "~/shop/src/cart"),
        ("/Users/bertil/shop/src/cart", "~/shop/src/cart"),
        (r"D:\Users\Ana Maria\shop\cart", "~/shop/cart"),
        ("/root/shop/cart", "~/shop/cart"),
        ("/srv/shop/node_modules/.pnpm/pg@8.1.0_abc/node_modules/pg/lib/client", "pg/lib/client"),
        ("/opt/venv/lib/python3.12/site-packages/pg/client", "pg/client"),
        ("/tmp/_MEI123456/shop/cart", "<tmp>/shop/cart"),  # noqa: S108 - A path to recognize.
        ("/private/var/folders/x1/q9_8/T/shop-123456/cart", "<tmp>/cart"),
        (r"C:\Windows\Temp\4821\cart", "<tmp>/cart"),
        ("/var/lib/docker/overlay2/9f86d081884c7d65/merged/app/cart", "/app/cart"),
        ("/var/containers/Bundle/Application/0A1B2C3D-0000-1111-2222-333344445555/Shop/cart", "/Shop/cart"),
        ("/data/app/~~aB3dE_fg-h==/com.shop-aB3dEfghijklmnopqrstuv==/base", "/com.shop/base"),
        ("/srv/releases/20261126103000/app/cart", "/srv/releases/<id>/app/cart"),
        ("/var/task/src/cart", "/src/cart"),
        ("src/cart", "src/cart"),
        ("shop.cart", "shop.cart"),
        ("@scope/pkg/lib", "@scope/pkg/lib"),
        (r"Foo\Bar\Baz", r"Foo\Bar\Baz"),
        ("", ""),
    ],
)
def test_a_path_begins_where_the_program_does(path: str, expected: str) -> None:
    assert without_install_path(path) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("open '/home/ana/shop/cart.json'", "open '<home>/shop/cart.json'"),
        (r"open C:\Users\Ana Maria\shop\cart.json", r"open <home>\shop\cart.json"),
        ("open /tmp/upload-x81Kq/a.bin: denied", "open <tmp>: denied"),
        (r"EPERM: C:\Users\ana\AppData\Local\Temp\x7a\b.node", "EPERM: <tmp>"),
        ("rm /var/lib/docker/overlay2/9f86d081884c7d65/merged/x", "rm <tmp>"),
        ("cannot decode IMG_2034.jpg", "cannot decode <file>"),
        ("wrote export-20261126.csv", "wrote <file>"),
        ("Cannot find module '/app/dist/server.js'", "Cannot find module '/app/dist/server.js'"),
        ("GET api/home/ana failed", "GET api/home/ana failed"),
        ("uploaded 17 of 31 files", "uploaded <int> of <int> files"),
    ],
)
def test_messages_keep_no_persons_and_no_temporary_paths(message: str, expected: str) -> None:
    assert parameterize(message) == expected


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (
            "Minified React error #31; visit https://react.dev/errors/31 for the full message",
            "Minified React error #31",
        ),
        ("Minified Redux error #3; visit https://redux.js.org/Errors?code=3", "Minified Redux error #3"),
        ("[mobx] minified error nr: 27. Find the full error at …", "minified error nr: 27"),
        ("MUI: Minified error #9; visit https://mui.com/production-error/?code=9", "Minified error #9"),
        ("https://svelte.dev/e/effect_update_depth_exceeded", "https://svelte.dev/e/effect_update_depth_exceeded"),
        ("https://vuejs.org/error-reference/#runtime-13", "https://vuejs.org/error-reference/#runtime-13"),
        ("An error occurred. See https://github.com/styled-components/x/blob/main/errors.md#12 for more", None),
        ("error 31 of 40", None),
    ],
)
def test_the_number_of_a_minified_message_is_its_identity(message: str, code: str | None) -> None:
    found = error_code(message)

    if "styled-components" in message:
        assert found is not None
        assert found.endswith("errors.md#12")
    else:
        assert found == code
        assert code is None or code in parameterize(message)


@pytest.mark.parametrize(
    ("frame", "place"),
    [
        ({"package": "/opt/paint/bin/paint"}, "paint"),
        ({"package": "/opt/paint/bin/paint", "instruction_addr": "0x5000"}, "paint"),
        ({"package": "/usr/lib/libpng16.so.16.43.0", "instruction_addr": "0x1010"}, "libpng16.so+0x10"),
        ({"package": r"C:\Users\ana\game\game.exe", "instruction_addr": "0x1020"}, "game.exe+0x20"),
        ({"instruction_addr": "0x1030"}, "libapp.so+0x30"),
        ({"package": "libapp.so", "instruction_addr": "0x30", "addr_mode": "rel:0"}, "libapp.so+0x30"),
        ({"package": "Shop", "instruction_addr": "0x104050", "image_addr": "0x104000"}, "Shop+0x50"),
        ({"instruction_addr": "0x9999999"}, None),
        ({"instruction_addr": "nonsense", "package": 5}, None),
        ({}, None),
    ],
)
def test_a_frame_without_a_name_is_known_by_its_place_in_the_program(frame: dict[str, str], place: str | None) -> None:
    assert place_in_program(frame, [Image(0x1000, 0x2000, "libapp.so")]) == place
