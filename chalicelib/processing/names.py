"""Sets of names written as one text, which reads better than a page of quotes."""


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())
