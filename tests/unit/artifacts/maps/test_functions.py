"""Functions of minified files are told from other braces, and named as their sources name them."""

import json
import time

import pytest

from chalicelib.artifacts.maps.compile import compile_map
from chalicelib.artifacts.maps.functions import find_functions
from chalicelib.artifacts.maps.parse import parse_map
from chalicelib.artifacts.maps.read import Head, TokenBlock
from tests.unit.artifacts.made_bundles import MAP, MINIFIED


def names_in(text: str) -> list[str | None]:
    """The innermost function's name at each `@` of *text*, where it says so."""
    marks = [index for index, letter in enumerate(text) if letter == "@"]
    functions, changes = find_functions(text.replace("@", "0"))
    found: list[str | None] = []
    for mark in marks:
        inside = -1
        for offset, function in changes:
            if offset > mark:
                break
            inside = function
        function = functions[inside] if inside >= 0 else None
        name = function.name.text if function and function.name else None
        owner = function.owner.text + "." if function and function.owner else ""
        found.append(owner + name if name else None)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@;function a(b){@;return b}@", [None, "a", None]),
        ("const q=(a,b)=>a+@,c=x=>{@};@", ["q", "c", None]),
        ("x(function*n(){@},()=>({a:@}),@)", ["n", None, None]),
        ("class A extends f(b){m(){if(x){@}}static async *g(a){@}z=()=>@;constructor(){@}}",
         ["A.m", "A.g", "A.z", "A.constructor"]),
        ("function d(){return i++/2+@/3}", ["d"]),
        ("let B=class{get b(){return @}}", ["B.b"]),
        ("var o={m(){@},n:function(){@},k:async(a)=>{@},'s':function(){@}}", ["m", "n", "k", "'s'"]),
        ("a.b.c=function(){return/[/}{]/.test(x)?1/2/@:4};", ["c"]),
        ("for(;;){@}while(1){@}if(a){@}else{@}switch(a){case 1:{@}}try{@}catch(e){@}", [None] * 7),
        ("function f(){return`a${b?`x${@}`:'`}'}c{`+@}@", ["f", "f", None]),
        ("function f(){var s=\"}\\\"}\",t='{';/*}*/ //}\n@}@", ["f", None]),
        ("f(a=>b=>c=>@,@)", [None, None]),
        ("g=a=>[b=>({c:@})];@", [None, None]),
        ("e.exports={run:function t(){@}}", ["t"]),
    ],
)  # fmt: skip
def test_where_functions_are(text: str, expected: list[str | None]) -> None:
    assert names_in(text) == expected


@pytest.mark.parametrize("text", ["}", "function a(){", "(]", "`${", "{" * 100_000, "\x00", "'unclosed\n"])
def test_a_file_that_is_no_code_has_no_functions(text: str) -> None:
    started = time.process_time()

    functions, changes = find_functions(text)

    assert len(functions) <= 1
    assert all(0 <= offset <= len(text) for offset, _ in changes)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("text", ["/" * 50_000, "`" * 50_001, "a=/[" * 20_000, '"\\' * 30_000, "x=>" * 50_000])
def test_hostile_files_are_scanned_in_linear_time(text: str) -> None:
    started = time.process_time()

    find_functions(text)

    assert time.process_time() - started < 5


def scope_at(document: object, minified: bytes, column: int) -> str | None:
    form = compile_map(parse_map(json.dumps(document).encode()), minified)
    head = Head(form.content[: form.head_bytes])
    block = head.find_token_block(0, column)
    start, end = head.token_range(block)
    token = TokenBlock.read(form.content[start:end], head.state_of(block)).find(0, column)
    assert token is not None
    return token.scope


def test_a_scope_has_the_name_of_the_map() -> None:
    assert scope_at(MAP, MINIFIED, 22) == "total"
    assert scope_at(MAP, MINIFIED, 40) is None


def test_a_scope_has_the_name_that_stands_in_the_source() -> None:
    nameless = {**MAP, "names": [], "mappings": "AAAA,SAAS,EAAM,GACb,OAAO,EAAK,MAAM,MACpB,CACA,OAAM"}

    assert scope_at(nameless, MINIFIED, 22) == "total"


def test_without_the_minified_file_there_are_no_scopes() -> None:
    assert scope_at(MAP, b"", 22) is None
