import { expect, test } from "vitest";
import { tagTerm } from "@/lib/search-terms";
import cases from "../../../tests/search-terms.json";

// The Python parser reads the same table, in tests/unit/search/test_search_terms.py.
test.each(cases)("$term", ({ key, value, term }) => {
  expect(tagTerm(key, value)).toBe(term);
});
