import { expect, test } from "vitest";
import { toPreferencesCookie } from "@/lib/domain/preferences";
import { toPersonMark } from "./person-mark";

test("two people of one browser have a cookie each, whose name says nothing of them", () => {
  const [one, other] = ["staff-1", "staff-2"].map((id) => toPreferencesCookie(toPersonMark(id)));
  expect(one).toMatch(/^desk-view-[0-9a-f]{8}$/);
  expect(other).toMatch(/^desk-view-[0-9a-f]{8}$/);
  expect(one).not.toBe(other);
  expect(toPreferencesCookie(toPersonMark("staff-1"))).toBe(one);
});
