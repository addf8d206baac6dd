"""The configuration reference is what the code reads, no more and no less."""

from infra.reference import CONFIG, MEANINGS, PAGE, build_page, find_variables


def test_the_page_is_current() -> None:
    assert PAGE.read_text() == build_page(), "run: .venv/bin/python -m infra.reference"


def test_every_variable_has_a_meaning_and_every_meaning_a_variable() -> None:
    assert set(find_variables(CONFIG.read_text())) == set(MEANINGS)
