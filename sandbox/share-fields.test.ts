import { describe, expect, it } from "vitest";
import { isClaimKey, toEffectiveFields } from "./share-fields";

describe("what is asked for", () => {
  it("is sent with shorter keys first and then by bytes, as recorded", () => {
    const field = { required: true, reason: "x" };
    const fields = toEffectiveFields({ given_names: field, sex_marker: field, age_over_65: field });
    expect(Object.keys(fields)).toEqual([
      "sex_marker",
      "age_over_65",
      "given_names",
      "kayle_document_id",
    ]);
  });

  it("is Kayle's twelve defaults when nothing is named, one of them required", () => {
    const fields = Object.entries(toEffectiveFields(undefined));
    expect(fields).toHaveLength(12);
    expect(fields.filter(([, field]) => field.required).map(([key]) => key)).toEqual([
      "kayle_document_id",
    ]);
  });

  it("may be an age from 12 to 130, and nothing that merely looks like one", () => {
    expect(["age_over_12", "age_over_130"].filter(isClaimKey)).toHaveLength(2);
    const strange = ["age_over_11", "age_over_131", "age_over_018", "age_over_", "shoe_size"];
    expect(strange.filter(isClaimKey)).toEqual([]);
  });
});
