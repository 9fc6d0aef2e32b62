import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { RecordedAction } from "@/lib/domain/recorded-action";
import type { TimelineEntry } from "@/lib/domain/timeline/entry";
import { TimelineItem } from "./timeline-item";

const AT = "2026-11-23T10:33:50.000Z";
const CONTEXT = {
  mode: "absolute",
  zone: "UTC",
  now: new Date("2026-11-23T12:00:00.000Z"),
  createdAt: "2026-11-23T09:58:02.000Z",
} as const;

function render(action: Partial<RecordedAction>): string {
  const entry: TimelineEntry = {
    kind: "staff",
    key: "staff:1",
    origin: "staff",
    when: { kind: "at", at: AT, clock: "desk" },
    seenIn: null,
    action: { id: "1", kind: "note", by: "Mara", at: AT, text: null, outcome: null, ...action },
  };
  return renderToStaticMarkup(
    <TimelineItem
      entry={entry}
      context={CONTEXT}
      beside={null}
      isLast
      isPrintedOnly={false}
      lead={null}
    />,
  );
}

test("a note in the timeline is text, whatever it looks like", () => {
  const html = render({ text: "<b>bold</b> <script>alert(1)</script>" });
  expect(html).toContain("&lt;b&gt;bold&lt;/b&gt;");
  expect(html).not.toMatch(/<b>|<script/);
});

test("a long note is folded on the screen and whole on paper", () => {
  const html = render({ text: `${"word ".repeat(100)}the end` });
  expect(html).toContain("Show all of it");
  expect(html.match(/the end/g)).toHaveLength(1);
  expect(html).toMatch(/class="[^"]*hidden print:block[^"]*">[^<]*the end/);
});

test.each([
  [{ kind: "cancel", outcome: "already_ended", text: "Twice" }, "it had ended already"],
  [{ kind: "cancel", outcome: "unconfirmed" }, "could not be seen"],
  [{ kind: "cancel", outcome: null }, "what came of it is not recorded"],
  [{ kind: "resend", outcome: "queued" }, "Kayle sends it again"],
] as const)("what came of %o is told", (action, words) => {
  expect(render(action)).toContain(words);
});
