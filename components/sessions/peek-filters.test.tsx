import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { aSession } from "@/lib/domain/session-record.fixture";
import { ListActionsProvider } from "./list-actions";
import { PeekFilters } from "./peek-filters";

const SESSION = aSession({
  status: "failed",
  failure_code: "selfie_face_mismatch",
  nfc_tries_used: 0,
  liveness_tries_used: 2,
  redirect_url: "https://shop.example/back?order=1",
});

function render(session = SESSION, isSearch = true): string {
  const actions = { filterBy: isSearch ? () => undefined : null, peekAt: () => undefined };
  return renderToStaticMarkup(
    <ListActionsProvider actions={actions}>
      <PeekFilters session={session} onFilter={() => undefined} />
    </ListActionsProvider>,
  );
}

test("every value that a list can be narrowed to is a button that needs no pointer over it", () => {
  const buttons = [...render().matchAll(/<button.*?<\/button>/g)].map(([html]) =>
    html.replace(/<[^>]+>/g, "").trim(),
  );
  expect(buttons).toHaveLength(5);
  for (const words of ["Failed", "NFC 0 of 3", "Liveness 2 of 3", "shop.example"]) {
    expect(buttons).toContain(words);
  }
});

test("a session without a code and a redirect offers neither, and a table of ids nothing at all", () => {
  const plain = aSession({ failure_code: null, redirect_url: null });
  expect(render(plain).match(/<button/g)).toHaveLength(3);
  expect(render(SESSION, false)).toBe("");
});
