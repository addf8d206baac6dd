"""What a source is called once it is out of its map: file name, module, and whether it is the developer's own. Pure."""

import re
from typing import Final
from urllib.parse import urljoin

#: How bundlers begin the names of sources: webpack's and Rspack's with a package, Turbopack's with a folder of its own.
_BUNDLER: Final = re.compile(
    r"(?:(?:webpack|rspack|vite|rollup|ng|parcel)(?:-internal)?://[^/]*/|turbopack://(?:/)?(?:\[[^\]/]*\]/)?|app://(?:/)?"
    r"|file://)"
)
_QUERY: Final = re.compile(r"\?[^/]*\Z")
_DOTS: Final = re.compile(r"(?:\.{1,2}/)+")
_RUNTIME: Final = re.compile(
    r"webpack/(?:runtime/|bootstrap|buildin|universalModuleDefinition)|\(webpack\)|webpack:///?external |/~/|~/"
    r"|\[turbopack\]/|turbopack/runtime|\x00|vite/(?:preload-helper|modulepreload)|rolldown/runtime"
)
_EXTENSION: Final = re.compile(r"\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx?)\Z", re.IGNORECASE)
_FOREIGN: Final = re.compile(r"(?:\A|/)(?:node_modules|bower_components)/|(?:\A|/)\.(?:pnpm|yarn)/")


def file_name(source: str) -> str:
    """A source's path without what its bundler put around it: `src/cart.ts` for `webpack://shop/./src/cart.ts?f3a1`."""
    path = _BUNDLER.sub("", source, count=1) if _BUNDLER.match(source) else source
    path = _QUERY.sub("", path)
    path = path[len(dots.group()) :] if (dots := _DOTS.match(path)) else path
    return path or source


def absolute_path(source: str, url: str) -> str:
    """The source as its map names it, resolved against the *url* of the minified file when it is relative."""
    if "://" in source or source.startswith("/"):
        return source
    try:
        return urljoin(url, source) if "://" in url else source
    except ValueError:
        return source


def module_of(name: str) -> str | None:
    """`src/cart` for `src/cart.ts`; a dependency's begins with its package."""
    path = name.rpartition("node_modules/")[2] if "node_modules/" in name else name
    module = _EXTENSION.sub("", path.strip("/"))
    return module or None


def is_own(source: str) -> bool:
    """Whether a source is the developer's: no dependency, and nothing that a bundler adds by itself."""
    return not (_FOREIGN.search(source) or _RUNTIME.search(source))
