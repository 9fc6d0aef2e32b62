import { describe, expect, test } from "vitest";
import { parseSearch } from "./parse";
import { CONTEXT, errorsOf, filtersOf, mend } from "./search.fixture";

const yes = { negated: false };
const no = { negated: true };
const word = (text: string) => ({ key: "word", text, ...yes });

describe("what is understood", () => {
  test.each<[string, unknown[]]>([
    ["", []],
    [" \t\n ", []],
    ["status:failed", [{ key: "status", values: ["failed"], ...yes }]],
    ["status:failed,expired", [{ key: "status", values: ["failed", "expired"], ...yes }]],
    ["status:failed,failed", [{ key: "status", values: ["failed"], ...yes }]],
    ["-status:succeeded", [{ key: "status", values: ["succeeded"], ...no }]],
    ["STATUS:Failed", [{ key: "status", values: ["failed"], ...yes }]],
    ['status:"failed"', [{ key: "status", values: ["failed"], ...yes }]],
    ['status:"awaiting_review"', [{ key: "status", values: ["awaiting_review"], ...yes }]],
    ['status:"FAILED"', [{ key: "status", values: ["FAILED"], ...yes }]],
    ['status:failed,"a, b"', [{ key: "status", values: ["failed", "a, b"], ...yes }]],
    ["st\u200batus:fai\u00adled", [{ key: "status", values: ["failed"], ...yes }]],
    ["code:selfie_face_mismatch", [{ key: "code", values: ["selfie_face_mismatch"], ...yes }]],
    ["code:none", [{ key: "code", values: [null], ...yes }]],
    ['code:"none"', [{ key: "code", values: ["none"], ...yes }]],
    ["-code:none,liveness_failed", [{ key: "code", values: [null, "liveness_failed"], ...no }]],
    ["nfc:2", [{ key: "nfc", ranges: [{ min: 2, max: 2 }], ...yes }]],
    ["nfc:>=2", [{ key: "nfc", ranges: [{ min: 2, max: null }], ...yes }]],
    ["nfc:>1", [{ key: "nfc", ranges: [{ min: 2, max: null }], ...yes }]],
    ["nfc:≥2", [{ key: "nfc", ranges: [{ min: 2, max: null }], ...yes }]],
    ["nfc:<2", [{ key: "nfc", ranges: [{ min: null, max: 1 }], ...yes }]],
    ["nfc:<=2", [{ key: "nfc", ranges: [{ min: null, max: 2 }], ...yes }]],
    ["nfc:=0", [{ key: "nfc", ranges: [{ min: 0, max: 0 }], ...yes }]],
    ["liveness:1..2", [{ key: "liveness", ranges: [{ min: 1, max: 2 }], ...yes }]],
    ["liveness:2..", [{ key: "liveness", ranges: [{ min: 2, max: null }], ...yes }]],
    ["liveness:..1", [{ key: "liveness", ranges: [{ min: null, max: 1 }], ...yes }]],
    [
      "liveness:0,3",
      [
        {
          key: "liveness",
          ranges: [
            { min: 0, max: 0 },
            { min: 3, max: 3 },
          ],
          ...yes,
        },
      ],
    ],
    ["claim:age_over_18", [{ key: "claim", values: ["age_over_18"], ...yes }]],
    ["claim:age_over_21", [{ key: "claim", values: ["age_over_21"], ...yes }]],
    ["claim:Family_Name", [{ key: "claim", values: ["family_name"], ...yes }]],
    ['claim:"shoe_size"', [{ key: "claim", values: ["shoe_size"], ...yes }]],
    ["redirect:shop.example", [{ key: "redirect", values: ["shop.example"], ...yes }]],
    ["redirect:Shop.Example.", [{ key: "redirect", values: ["shop.example"], ...yes }]],
    ["redirect:münchen.example", [{ key: "redirect", values: ["xn--mnchen-3ya.example"], ...yes }]],
    ["redirect:localhost,[::1]", [{ key: "redirect", values: ["localhost", "[::1]"], ...yes }]],
    ['redirect:"none"', [{ key: "redirect", values: ["none"], ...yes }]],
    ["webhook:whe_Ab12", [{ key: "webhook", values: ["whe_Ab12"], ...yes }]],
    ["webhook:all", [{ key: "webhook", values: [null], ...yes }]],
    ["webhook:ALL,whe_1", [{ key: "webhook", values: [null, "whe_1"], ...yes }]],
    ["has:redirect,code", [{ key: "has", values: ["redirect", "code"], ...yes }]],
    ["-has:webhook", [{ key: "has", values: ["webhook"], ...no }]],
    ["is:overdue", [{ key: "is", values: ["overdue"], ...yes }]],
    ['is:changed-after-end,"open"', [{ key: "is", values: ["changed-after-end", "open"], ...yes }]],
    ["TW-123", [word("TW-123")]],
    ["a,b", [word("a,b")]],
    ["-TW-123", [{ ...word("TW-123"), ...no }]],
    ['"a b"', [word("a b")]],
    ['-"a b"', [{ ...word("a b"), ...no }]],
    ['"status:failed"', [word("status:failed")]],
    [String.raw`"a \"b\" \\ \c"`, [word(String.raw`a "b" \ \c`)]],
    [String.raw`C:\dir/x`.replace("C:", ""), [word(String.raw`\dir/x`)]],
    ["https://shop.example/x?a=b:c", [word("https://shop.example/x?a=b:c")]],
    ["fernhill-app://verified", [word("fernhill-app://verified")]],
    ["com.larkspur.play:/age?x=1", [word("com.larkspur.play:/age?x=1")]],
    ["?order=1:2", [word("?order=1:2")]],
    ["and not", [word("and"), word("not")]],
    ["vs_abc\u00a0def", [word("vs_abc"), word("def")]],
    ["日本人 \u200b ñañ", [word("日本人"), word("ñañ")]],
  ])("%s", (text, terms) => {
    expect(filtersOf(text)).toEqual(terms);
  });

  test("every term knows its number and its place in the text, past faulty words too", () => {
    const { query } = parseSearch("  statsu:x -status:failed   TW-1", CONTEXT);
    expect(query.terms.map(({ index, from, to }) => [index, from, to])).toEqual([
      [1, 11, 25],
      [2, 28, 32],
    ]);
  });

  test("a term with one faulty value is not understood in part", () => {
    const result = parseSearch("status:failed,faild nfc:1", CONTEXT);
    expect(result.ok).toBe(false);
    expect(result.query.terms.map(({ key }) => key)).toEqual(["nfc"]);
  });

  test("the search goes through JSON unchanged", () => {
    const { query } = parseSearch('code:none created:7d "a b" sort:ended -is:open', CONTEXT);
    expect(JSON.parse(JSON.stringify(query))).toEqual(query);
  });
});

describe("the order of the list", () => {
  test.each([
    ["", "created", "desc"],
    ["sort:ended", "ended", "desc"],
    ["sort:updated-desc", "updated", "desc"],
    ["sort:created-asc xyz", "created", "asc"],
    ["SORT:Ended-ASC", "ended", "asc"],
  ])("“%s” sorts by %s, %s", (text, by, direction) => {
    const result = parseSearch(text, CONTEXT);
    expect(result.ok).toBe(true);
    expect(result.query.sort).toEqual({ by, direction });
  });
});

describe("what is not understood is an error at its place, with words and a way out", () => {
  test.each<[text: string, kind: string, part: string, message: RegExp, mended: string | null]>([
    [
      "statsu:failed",
      "key-unknown",
      "statsu",
      /^“statsu” is not something to search by\. Did you mean “status”\?$/,
      "status:failed",
    ],
    ["xyz Satus:failed", "key-unknown", "Satus", /“status”/, "xyz status:failed"],
    ["(status:failed", "key-unknown", "(status", /“status”/, "status:failed"],
    ["failure:none", "key-unknown", "failure", /“code”/, "code:none"],
    ["host:a.example", "key-unknown", "host", /“redirect”/, "redirect:a.example"],
    ["-completed:7d", "key-unknown", "completed", /“ended”/, "-ended:7d"],
    ["order:1234", "key-unknown", "order", /Write the value alone/, "1234"],
    ["foo:bar", "key-unknown", "foo", /quotation marks/, '"foo:bar"'],
    ["-foo:bar", "key-unknown", "foo", /quotation marks/, '-"foo:bar"'],
    ["10:30", "key-unknown", "10", /quotation marks/, '"10:30"'],
    [":failed", "key-missing", ":", /nothing before/, '":failed"'],
    [
      "status:faild",
      "value-unknown",
      "faild",
      /^“faild” is not a status\. Did you mean “failed”\?/,
      "status:failed",
    ],
    ["status:failed,expird,x1", "value-unknown", "expird", /“expired”/, "status:failed,expired,x1"],
    [
      "status:awaiting_review",
      "value-unknown",
      "awaiting_review",
      /quotation marks/,
      'status:"awaiting_review"',
    ],
    ["status:overdue", "value-unknown", "overdue", /“is:overdue”/, "is:overdue"],
    ["-status:open", "value-unknown", "open", /“is:open”/, "-is:open"],
    ["status:in-progress", "value-unknown", "in-progress", /“in_progress”/, "status:in_progress"],
    ["status:success", "value-unknown", "success", /“succeeded”/, "status:succeeded"],
    [
      "code:face_mismatch",
      "value-unknown",
      "face_mismatch",
      /“selfie_face_mismatch”/,
      "code:selfie_face_mismatch",
    ],
    ["code:failed", "value-unknown", "failed", /“status:failed”/, "status:failed"],
    ["claim:famly_name", "value-unknown", "famly_name", /“family_name”/, "claim:family_name"],
    ["claim:age_over_9", "value-unknown", "age_over_9", /“age_over_18”/, "claim:age_over_18"],
    ["webhook:vs_1", "value-unknown", "vs_1", /not the id of a webhook endpoint/, 'webhook:"vs_1"'],
    ["has:code,foo", "value-unknown", "foo", /Use one of redirect, code, webhook, claims\.$/, null],
    ["is:opne", "value-unknown", "opne", /“open”\?$/, "is:open"],
    ['is:"paused"', "value-unknown", '"paused"', /is not something a session can be/, null],
    ["status:", "value-missing", "", /missing after “status”/, null],
    ["status:failed,", "value-missing", "", /missing after “status”/, null],
    ["status:,failed", "value-missing", "", /missing after “status”/, null],
    ['status:""', "value-missing", '""', /between the quotation marks/, null],
    ['" "', "value-missing", '" "', /between the quotation marks/, null],
    ["abc - b", "value-missing", "-", /nothing after “-”/, null],
    ["ab", "too-short", "ab", /^“ab” is too short .* at least 3 characters\.$/, null],
    ["-ab", "too-short", "ab", /at least 3 characters/, null],
    ['"a "', "too-short", '"a "', /at least 3 characters/, null],
    ["--x", "negation", "--x", /One “-” is enough/, "-x"],
    ["–status:failed", "negation", "–", /plain “-”/, "-status:failed"],
    ["−TW1", "negation", "−", /plain “-”/, "-TW1"],
    ["abc OR b", "reserved", "OR", /comma/, 'abc "OR" b'],
    ["NOT a", "reserved", "NOT", /“-” in front/, '"NOT" a'],
    ["abc AND b", "reserved", "AND", /anyway/, 'abc "AND" b'],
    ["TW-*", "reserved", "TW-*", /without “\*”/, "TW-"],
    ["*", "reserved", "*", /without “\*”/, null],
    ['xyz "a b', "quotes", '"a b', /never closed/, null],
    ['status:"a', "quotes", '"a', /never closed/, null],
    ['a"b', "quotes", 'a"b', /not in it/, String.raw`"a\"b"`],
    ['"a"b c', "quotes", '"a"b', /straight after/, null],
    ['status:"a"b,failed', "quotes", '"a"b', /straight after/, null],
    ["status:>failed", "comparison", ">failed", /cannot be compared/, null],
    ["status:=failed", "comparison", "=failed", /cannot be compared/, "status:failed"],
    [
      "redirect:=shop.example",
      "comparison",
      "=shop.example",
      /cannot be compared/,
      "redirect:shop.example",
    ],
    ["nfc:4", "value-range", "4", /from 0 to 3/, null],
    ["nfc:>3", "value-range", ">3", /from 0 to 3/, null],
    ["nfc:<0", "value-range", "<0", /from 0 to 3/, null],
    ["nfc:0..9", "value-range", "0..9", /from 0 to 3/, null],
    ["nfc:3..1", "value-range", "3..1", /“1\.\.3”/, "nfc:1..3"],
    ["nfc:two", "value-form", "two", /not a count/, null],
    ["nfc:1.5", "value-form", "1.5", /not a count/, null],
    ["nfc:-1", "value-form", "-1", /not a count/, null],
    ["nfc:..", "value-form", "..", /not a count/, null],
    ["liveness:2/3", "value-form", "2/3", /not a count/, "liveness:2"],
    ["created:2026-02-30", "value-form", "2026-02-30", /There is no day “2026-02-30”/, null],
    ["created:soon", "value-form", "soon", /is not a time/, null],
    ["created:2026-11", "value-form", "2026-11", /Did you mean/, "created:2026-11-01..2026-11-30"],
    ["created:>2026-11", "value-form", ">2026-11", /is not a time/, null],
    ["created:2026/11/1", "value-form", "2026/11/1", /Did you mean/, "created:2026-11-01"],
    ["created:>1.11.2026", "value-form", ">1.11.2026", /Did you mean/, "created:>2026-11-01"],
    ["created:7days", "value-form", "7days", /“7d”/, "created:7d"],
    ["created:yesterdya", "value-form", "yesterdya", /“yesterday”/, "created:yesterday"],
    ["created:>", "value-missing", ">", /no time after “>”/, null],
    ["created:..", "value-missing", "..", /beside/, null],
    ["created:=7d", "comparison", "=7d", /one single moment/, "created:7d"],
    [
      "created:2026-11-07..2026-11-01",
      "value-range",
      "2026-11-07..2026-11-01",
      /ends before it begins/,
      "created:2026-11-01..2026-11-07",
    ],
    ["ended:1d..7d", "value-range", "1d..7d", /ends before it begins/, "ended:7d..1d"],
    ["created:1998-12-31", "value-range", "1998-12-31", /2000 to 2099/, null],
    ["created:2101-01-01..", "value-range", "2101-01-01..", /2000 to 2099/, null],
    ["created:999999w", "value-range", "999999w", /2000 to 2099/, null],
    ["created:2026-11-01T25:00", "value-form", "2026-11-01T25:00", /is not a time/, null],
    [
      "redirect:https://a.example:80/x",
      "value-form",
      "https://a.example:80/x",
      /“a\.example”/,
      "redirect:a.example",
    ],
    ["redirect:*.a.example", "value-form", "*.a.example", /“a\.example”/, "redirect:a.example"],
    ["redirect:1234", "value-form", "1234", /write it alone/, "1234"],
    ["redirect:none", "value-form", "none", /“-has:redirect”/, "-has:redirect"],
    ["-redirect:none", "value-form", "none", /“has:redirect”/, "has:redirect"],
    ['"a\u0000b"', "character", '"a\u0000b"', /cannot be searched for/, null],
    ["x\ud800", "character", "x\ud800", /cannot be searched for/, null],
    ["sort:-ended", "value-unknown", "-ended", /“ended-asc”/, "sort:ended-asc"],
    ["sort:newest", "value-unknown", "newest", /Use created, ended, updated/, null],
    ["-sort:ended", "negation", "-sort:ended", /one order/, null],
    ["sort:ended,created", "value-form", "sort:ended,created", /one order/, null],
    ["sort:ended sort:created", "sort-twice", "sort:created", /already/, "sort:ended "],
  ])("%j", (text, kind, part, message, mended) => {
    const [error] = errorsOf(parseSearch(text, CONTEXT));
    expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect(text.slice(error?.from, error?.to)).toBe(part);
    expect(mend(text)).toBe(mended);
  });

  test("each fault of a text is named, not only the first", () => {
    const errors = errorsOf(parseSearch("statsu:x nfc:9,8 OR", CONTEXT));
    expect(errors.map(({ kind, from }) => [kind, from])).toEqual([
      ["key-unknown", 0],
      ["value-range", 13],
      ["value-range", 15],
      ["reserved", 17],
    ]);
  });

  test("a missing value is pointed at where it is missing", () => {
    const text = "status:failed,,expired";
    expect(errorsOf(parseSearch(text, CONTEXT))).toMatchObject([{ from: 14, to: 14 }]);
  });

  test("a message repeats no secret, nothing invisible and no long text", () => {
    const secret = `kk_live_${"a1B2c3D4".repeat(4)}`;
    for (const value of [secret, "a\u202eb", "x".repeat(900)]) {
      const [error] = errorsOf(parseSearch(`status:${value}`, CONTEXT));
      expect(error?.message).not.toContain(value);
      expect(error?.message.length).toBeLessThan(200);
    }
  });
});

describe("terms that exclude each other are understood and pointed out", () => {
  test.each<[string, number]>([
    ["status:failed status:expired", 1],
    ["status:failed,expired status:expired", 0],
    ["status:failed -status:failed", 1],
    ["status:failed,expired -status:failed", 0],
    ["-status:failed -status:expired", 0],
    ["code:none code:liveness_failed", 1],
    ["nfc:<1 nfc:>=2", 1],
    ["nfc:1..2 nfc:2..3", 0],
    ["created:<2026-11-01 created:>=2026-11-01", 1],
    ["created:<=2026-11-01 created:>=2026-11-01", 0],
    ["created:today created:yesterday", 1],
    ["is:open is:ended", 1],
    ["is:open -is:open", 1],
    ["is:open -is:ended", 0],
    ["abc -abc", 1],
    ["claim:family_name claim:given_names", 0],
    ["redirect:a.example redirect:b.example", 0],
  ])("%s: %i", (text, count) => {
    const result = parseSearch(text, CONTEXT);
    expect(result.ok).toBe(true);
    expect(result.notes).toHaveLength(count);
  });

  test("neighbours are offered as one list", () => {
    const [note] = parseSearch("status:failed status:expired", CONTEXT).notes;
    expect(note?.message).toBe(
      "No session can fit both “status:failed” and “status:expired”. Did you mean “status:failed,expired”?",
    );
    expect(note?.fix).toEqual({ from: 0, to: 28, insert: "status:failed,expired" });
  });
});
