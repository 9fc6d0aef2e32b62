import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { NothingYet } from "./list-empty";

const AS_OF = "2026-11-23T10:00:00.000Z";

function textOf(props: Parameters<typeof NothingYet>[0]): string {
  return renderToStaticMarkup(<NothingYet {...props} />).replace(/<[^>]+>/g, " ");
}

test("an index that is whole and has nothing says that there are no sessions", () => {
  const text = textOf({ meta: { asOf: AS_OF, complete: true }, standstill: null });
  expect(text).toContain("There are no sessions yet.");
  expect(text).not.toContain("reading");
});

test.each([
  ["before the first answer", null],
  ["before the first look", { asOf: null, complete: false }],
  ["while older sessions are read", { asOf: AS_OF, complete: false }],
])("%s it says that the desk is still reading, and what can be done meanwhile", (_, meta) => {
  const text = textOf({ meta, standstill: null });
  expect(text).toContain("The desk is reading Kayle’s list for the first time.");
  expect(text).toContain("with the field at the top");
  expect(text).not.toContain("There are no sessions yet.");
});

test("while the index stands still it says why, and never that there are no sessions", () => {
  const standstill = {
    title: "The desk has not been able to read Kayle’s list yet.",
    why: "Kayle did not accept the desk’s key.",
    hint: "Whoever runs the desk must look into it.",
  };
  for (const meta of [
    { asOf: null, complete: false },
    { asOf: AS_OF, complete: true },
  ]) {
    const text = textOf({ meta, standstill });
    for (const words of Object.values(standstill)) expect(text).toContain(words);
    expect(text).not.toContain("There are no sessions yet.");
  }
});
