import pytest

from chalicelib.compat.issue_ids import MAX_NUMERIC_ID, numeric_issue_id, read_numeric_issue_id


@pytest.mark.parametrize(("project_id", "number"), [("1", 1), ("42", 999_999_999), ("18446744072", 1)])
def test_a_number_leads_back_to_project_and_short_id(project_id: str, number: int) -> None:
    text = numeric_issue_id(project_id, number)

    assert read_numeric_issue_id(text) == (project_id, number)


@pytest.mark.parametrize("text", ["", "0", "12", "1000000000", "-1", "1e9", "٤٢", "WEB-12", str(MAX_NUMERIC_ID + 1)])
def test_what_is_no_number_of_an_issue_is_none(text: str) -> None:
    assert read_numeric_issue_id(text) is None
