import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { HydrationGate } from "./hydration-gate";

it("closes buttons and fields in the HTML that the server paints", () => {
  const html = renderToStaticMarkup(
    <HydrationGate>
      <button type="button">Press</button>
    </HydrationGate>,
  );
  expect(html).toMatch(/^<fieldset [^>]*disabled=""[^>]*><button/);
});
