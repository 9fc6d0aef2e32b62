import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byDepth } from "@/test/depth";
import { extractSessionIds } from "./extract-ids";

const A = "vs_mza7vecksrtyfw193ekcvl5vnws3bt1lz96buu3iw7zidckf8dga2zx2echb3t16";
const B = "vs_9kq2".padEnd(67, "7Zp4");
const HEAD = A.slice(0, 41);
const TAIL = A.slice(41);

describe("one id is found in", () => {
  test.each<[name: string, text: string]>([
    ["the bare id", A],
    ["spaces and tabs around it", ` \t${A}\t `],
    ["no-break spaces around it", `\u00A0${A}\u202F`],
    ["a byte order mark in front", `\uFEFF${A}`],
    ["a trailing comma", `${A},`],
    ["a trailing full stop", `${A}.`],
    ["parentheses", `(${A})`],
    ["square and curly brackets", `[{${A}}]`],
    ["angle brackets", `<${A}>`],
    ["single quotes", `'${A}'`],
    ["double quotes", `"${A}"`],
    ["typographic quotes", `“${A}”, ‘${A}’, «${A}», „${A}“`],
    ["backticks", `\`${A}\``],
    ["a code block", `\`\`\`json\n${A}\n\`\`\``],
    ["markdown emphasis", `_${A}_ **${A}**`],
    ["a markdown link", `[the link](https://verify.kayle.id/${A})`],
    ["an escaped underscore", A.replace("_", "\\_")],
    ["a verification URL", `https://verify.kayle.id/${A}`],
    ["a verification URL with a token", `https://verify.kayle.id/${A}?cancel_token=abc123`],
    ["a URL in capitals", `HTTPS://VERIFY.KAYLE.ID/${A}`],
    ["a path that goes on", `https://desk.example/sessions/${A}/raw#top`],
    ["a redirect URL", `https://shop.example/done?order=42&session_id=${A}&status=ok`],
    ["percent-encoded", encodeURIComponent(`https://x.example/?session_id=${A}&a=1`)],
    ["a percent-encoded underscore", A.replace("_", "%5F")],
    ["a twice encoded underscore", A.replace("_", "%255f")],
    ["encoded twice", encodeURIComponent(encodeURIComponent(`https://x.example/${A}?a=1`))],
    ["webhook JSON", `{"type":"verification.session.failed","data":{"id":"${A}"}}`],
    ["JSON inside JSON", JSON.stringify(JSON.stringify({ id: A, text: `\n${A}\n` }))],
    ["a unicode escape", A.replace("_", "\\u005f")],
    ["HTML entities", `&lt;${A}&gt; &quot;${A}&quot; a&amp;session_id=${A}`],
    ["a numeric entity", A.replace("_", "&#95;")],
    ["an HTML link", `<a href="https://verify.kayle.id/${A}?a=1&amp;b=2">here</a>`],
    ["a <wbr> inside", `${HEAD}<wbr>${TAIL}`],
    ["a <br> inside", `${HEAD}<br/>${TAIL}`],
    ["zero-width characters inside", Array.from(A).join("\u200B")],
    ["soft hyphens inside", `${HEAD}\u00AD${TAIL}`],
    ["direction marks around it", `\u202A${A}\u202C`],
    ["a hard line break", `${HEAD}\n${TAIL}`],
    ["a Windows line break", `${HEAD}\r\n${TAIL}\r\nThanks`],
    ["a line break and an indent", `id: ${HEAD}  \n      ${TAIL}`],
    ["a quoted mail", `> my link:\n> https://verify.kayle.id/${HEAD}\n> ${TAIL}\n> does not work`],
    ["a twice quoted mail", `> > ${HEAD}\n> > ${TAIL}\n`],
    ["a mail wrapped at 20 columns", (A.match(/.{1,20}/g) ?? []).join("\n> ")],
    ["a break inside vs_", `v\ns_${A.slice(3)}`],
    ["a break after vs_", `vs_\n> ${A.slice(3)}`],
    ["a quoted-printable soft break", `${HEAD}=\r\n${TAIL}`],
    ["quoted-printable all over", `session=5Fid=3D${HEAD.replace("_", "=5F")}=\n${TAIL}=20=\n`],
    ["quoted-printable inside JSON", JSON.stringify(`id=3D${HEAD}=\r\n${TAIL}`)],
    ["one space inside", `${HEAD} ${TAIL}`],
    ["a table cell broken over two rows", `| ${HEAD} |\n| ${TAIL} |`],
    ["a table", `| id | status |\n|---|---|\n| ${A} | failed |`],
    ["CSV", `id,status\n"${A}","failed"\n`],
    ["semicolon CSV", `id;status\n${A};failed`],
    ["tab separated", `failed\t${A}\t2026-05-03`],
    ["a file name", `session-${A}_2026-05-03.json`],
    ["text that follows at once", `${A}-copied ${A}/x ${A}|y`],
    ["a log line", `2026-05-03T10:00:00Z INFO session=${A} status=failed`],
    ["the same id many times", `${A}\n${A} ${A}`],
    ["other ids of Kayle's beside it", `{"id":"evt_${A.slice(3)}","trigger_id":"${A}"}`],
  ])("%s", (_name, text) => {
    expect(extractSessionIds(text)).toEqual({ ids: [A], nearMisses: [] });
  });
});

describe("two ids are found, in the order of the text, when set apart by", () => {
  test.each([",", ";", "\n", "\r\n", " ", "\t", "|", "/", ", ", "", "%2C", "=\n", "\\n", "&#10;"])(
    "%j",
    (separator) => {
      expect(extractSessionIds(`${B}${separator}${A}`).ids).toEqual([B, A]);
    },
  );
});

describe("no id is invented from", () => {
  test.each<[name: string, text: string]>([
    ["65 characters", `${A}x`],
    ["65 characters with a soft break", `${A}=\nx`],
    ["128 characters", `${A}${A.slice(3)}`],
    ["63 characters", A.slice(0, -1)],
    ["63 characters and a longer next line", `${A.slice(0, -1)}\nabc`],
    ["a blank in two places", `${A.slice(0, 20)} ${A.slice(20, 40)} ${A.slice(40)}`],
    ["another separator inside", `${HEAD}.${TAIL}`],
    ["the old prefixes", `vs_live_${A.slice(3)} vs_test_${A.slice(3)}`],
    ["capitals in the prefix", `VS_${A.slice(3)}`],
    ["an event id", `evt_${A.slice(3)}`],
    ["64 characters alone", A.slice(3)],
    ["an empty text", ""],
  ])("%s", (_name, text) => {
    expect(extractSessionIds(text).ids).toEqual([]);
  });
});

describe("a near miss", () => {
  test.each([
    [`see ${A}ab please`, "66 characters after vs_, 64 expected."],
    [`"${HEAD}"`, "38 characters after vs_, 64 expected."],
    [`vs_live_${A.slice(3)}`, /older version/],
    [`{"id":"evt_${A.slice(3)}"}`, "That is an event id, not a session id."],
    [`Vs_${A.slice(3)}`, /small letters vs_ expected/],
    [A.slice(3), /vs_ is missing/],
  ])("%j is explained", (text, sentence) => {
    const { nearMisses } = extractSessionIds(text);
    expect(nearMisses).toHaveLength(1);
    expect(nearMisses[0]?.fault.sentence).toMatch(sentence);
    expect(nearMisses[0]?.text.length).toBeLessThan(25);
  });

  test("is told beside the ids that were found, other ids of Kayle's are not", () => {
    const found = extractSessionIds(`evt_abc ${A} ${B}x`);
    expect(found.ids).toEqual([A]);
    expect(found.nearMisses.map(({ fault }) => fault.sentence)).toEqual([
      "65 characters after vs_, 64 expected.",
    ]);
  });

  test("never carries a secret, and there are at most 20", () => {
    const secret = "s3cr3tS3cr3tS3cr3t";
    const text = `vs_abc_kk_${secret} vs_cancel_token=${secret} whe_${secret}`;
    expect(JSON.stringify(extractSessionIds(text))).not.toMatch(/[sS]3cr3t/);
    const many = Array.from({ length: 100 }, (_, count) => `vs_${count}`).join(" ");
    expect(extractSessionIds(many).nearMisses).toHaveLength(20);
  });

  test("is no ordinary word that ends in vs_", () => {
    expect(extractSessionIds("revs_count and csvs_total").nearMisses).toEqual([]);
  });
});

const anyId = fc
  .string({
    unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCXYZ0123456789"),
    minLength: 64,
    maxLength: 64,
  })
  .map((body) => `vs_${body}`);

/** Breaks put into the id at `at`; each of them is undone by some reading. */
const NOISES: ((id: string, at: number) => string)[] = [
  (id) => id,
  (id, at) => `${id.slice(0, at)}\r\n> ${id.slice(at)}`,
  (id, at) => `${id.slice(0, at)}=\r\n${id.slice(at)}`,
  (id, at) => `${id.slice(0, at)}\u200B${id.slice(at)}`,
  (id, at) => `${id.slice(0, at)}&shy;${id.slice(at)}`,
  (id) => id.replace("_", "%5F"),
  (id) => id.replace("_", "=5F"),
  (id) => encodeURIComponent(encodeURIComponent(`https://x.example/?session_id=${id}&a=b`)),
  (id) => JSON.stringify(JSON.stringify({ id })),
  (id) => `<a href="https://verify.kayle.id/${id}?x=1&amp;cancel_token=Zz91">`,
  (id) => `“${id}”,`,
];

test("any id in any noise is found exactly once, wherever the noise stands", () => {
  fc.assert(
    fc.property(
      anyId,
      fc.constantFrom(...NOISES),
      fc.integer({ min: 1, max: 66 }),
      fc.constantFrom("", "Hello, ", "my link: <", "> > ", "a=3Db\n", '{"a":"'),
      fc.constantFrom("", " thanks", ">.", "\n\nBest regards", '"}'),
      (id, noise, at, before, after) => {
        expect(extractSessionIds(`${before}${noise(id, at)}${after}`).ids).toEqual([id]);
      },
    ),
    { numRuns: byDepth(200, 2_000) },
  );
});

test("ids come back unique and in the order of the text", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyId, { maxLength: 8 }),
      fc.constantFrom(", ", "\n", ";", '","', " and ", "\n> "),
      (ids, separator) => {
        expect(extractSessionIds([...ids, ...ids].join(separator)).ids).toEqual(ids);
      },
    ),
  );
});

test("a text without vs_ in it holds no id, and no text makes it fail", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const { ids } = extractSessionIds(text);
      expect(ids).toEqual([]);
    }),
  );
});
