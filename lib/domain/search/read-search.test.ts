import { expect, test } from "vitest";
import { readSearch } from "./read-search";
import { CONTEXT } from "./search.fixture";

const ID = `vs_${"aB3".repeat(21)}x`;
const read = (text: string) => readSearch(text, CONTEXT);

test("a search without a whole id is asked as it is written", () => {
  for (const text of ["", "status:failed 48213", "stats:failed", ID.slice(0, 40)]) {
    const { asked, written, isRestSetAside } = read(text);
    expect(asked).toBe(written);
    expect(isRestSetAside).toBe(false);
  }
});

test("a whole id goes before filters and before what is not understood, and that is said", () => {
  for (const text of [`status:failed ${ID}`, `stats:failed ${ID}`, `created:soon ${ID}`]) {
    const { asked, isRestSetAside } = read(text);
    expect(asked).toMatchObject({ ok: true, query: { terms: [] } });
    expect(isRestSetAside).toBe(true);
  }
});

test("an id alone sets nothing aside", () => {
  expect(read(ID)).toMatchObject({ asked: { ok: true }, isRestSetAside: false });
});
