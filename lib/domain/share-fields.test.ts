import fc from "fast-check";
import { expect, test } from "vitest";
import { shareFieldLabel, toShareFieldRows } from "./share-fields";

const ask = (source: string, required = false) => ({ required, reason: "", source });

test("what we asked for comes first, then Kayle’s defaults, each in Kayle's order", () => {
  const rows = toShareFieldRows({
    sex_marker: ask("default"),
    family_name: ask("rc"),
    later_field: ask("partner"),
    date_of_birth: ask("default"),
    age_over_18: ask("rc", true),
  });
  expect(rows.map(({ key, sourceLabel }) => [key, sourceLabel])).toEqual([
    ["family_name", "Asked for by us"],
    ["age_over_18", "Asked for by us"],
    ["sex_marker", "Kayle’s default"],
    ["date_of_birth", "Kayle’s default"],
    ["later_field", "partner"],
  ]);
});

test("a row carries the record's own values unchanged", () => {
  const reason = "<b>مرحبا</b>";
  expect(toShareFieldRows({ family_name: { required: true, reason, source: "rc" } })).toEqual([
    {
      key: "family_name",
      label: "Family name",
      isKnownKey: true,
      required: true,
      reason,
      source: "rc",
      sourceLabel: "Asked for by us",
    },
  ]);
});

test.each([
  ["document_type_code", "Document type"],
  ["issuing_country_code", "Issuing country"],
  ["family_name", "Family name"],
  ["given_names", "Given names"],
  ["document_number", "Document number"],
  ["nationality_code", "Nationality"],
  ["date_of_birth", "Date of birth"],
  ["sex_marker", "Sex marker"],
  ["document_expiry_date", "Document expiry date"],
  ["mrz_optional_data", "Optional data of the machine-readable zone"],
  ["document_photo", "Photo in the document"],
  ["kayle_document_id", "Kayle’s id for the document"],
  ["kayle_human_id", "Kayle’s id for the person"],
  ["age_over_12", "Over 12"],
  ["age_over_130", "Over 130"],
])("%s reads as %s", (key, label) => {
  expect(shareFieldLabel(key)).toBe(label);
});

test.each([
  "age_over_11",
  "age_over_131",
  "age_over_018",
  "age_over_",
  "age_over_1e2",
  "shoe_size",
])("%s is unknown and stands for itself", (key) => {
  expect(shareFieldLabel(key)).toBe(key);
  expect(toShareFieldRows({ [key]: ask("rc") })[0]?.isKnownKey).toBe(false);
});

test("names that every object has are mere keys", () => {
  const fields = JSON.parse(
    '{"__proto__":{"required":true,"reason":"r","source":"constructor"},"constructor":{"required":false,"reason":"","source":"__proto__"}}',
  );
  expect(
    toShareFieldRows(fields).map(({ key, label, sourceLabel }) => [key, label, sourceLabel]),
  ).toEqual([
    ["__proto__", "__proto__", "constructor"],
    ["constructor", "constructor", "__proto__"],
  ]);
});

test("no field is lost or doubled, whatever the keys are", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.constantFrom(ask("rc"), ask("default"), ask("x"))),
      (fields) => {
        const keys = toShareFieldRows(fields).map(({ key }) => key);
        expect(keys.sort()).toEqual(Object.keys(fields).sort());
      },
    ),
  );
});
