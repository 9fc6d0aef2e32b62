import { expect, test } from "vitest";
import { describeWebhookEndpoints } from "./webhook-endpoints";

test("null means every subscribed endpoint", () => {
  expect(describeWebhookEndpoints(null)).toEqual({
    all: true,
    ids: [],
    sentence: "Every subscribed endpoint is told.",
  });
});

test("a string and an array of one are the same", () => {
  expect(describeWebhookEndpoints("whe_a")).toEqual({
    all: false,
    ids: ["whe_a"],
    sentence: "Only this endpoint is told.",
  });
  expect(describeWebhookEndpoints(["whe_a"])).toEqual(describeWebhookEndpoints("whe_a"));
});

test("several endpoints keep their order, each once", () => {
  expect(describeWebhookEndpoints(["whe_b", "whe_a", "whe_b"])).toEqual({
    all: false,
    ids: ["whe_b", "whe_a"],
    sentence: "Only these 2 endpoints are told.",
  });
});

test("an empty list is not taken for all", () => {
  expect(describeWebhookEndpoints([])).toMatchObject({ all: false, ids: [] });
});
