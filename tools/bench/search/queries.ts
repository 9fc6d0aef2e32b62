/** The written set of searches that `npm run bench:search` measures: 40, with what each stands for. */
export type BenchQuery = { name: string; q: string; sort?: string; pagesDeep?: number };

export const BENCH_QUERIES: readonly BenchQuery[] = [
  { name: "everything, newest first", q: "" },
  { name: "status", q: "status:failed" },
  { name: "status, rare", q: "status:cancelled" },
  { name: "status, two", q: "status:failed,expired" },
  { name: "status, left out", q: "-status:succeeded" },
  { name: "code", q: "code:selfie_face_mismatch" },
  { name: "no code", q: "code:none" },
  { name: "chip failures", q: "nfc:>=2" },
  { name: "face failures", q: "liveness:3" },
  { name: "created, last week", q: "created:7d" },
  { name: "created, one day", q: "created:yesterday" },
  { name: "created, last hours", q: "created:<4h" },
  { name: "created, long ago", q: "created:>20d" },
  { name: "ended, last hours", q: "ended:<4h" },
  { name: "claim", q: "claim:age_over_18" },
  { name: "redirect host", q: "redirect:shop.fernhill.example" },
  { name: "redirect domain", q: "redirect:northbank.example" },
  { name: "webhook", q: "webhook:whe_shop" },
  { name: "has a redirect", q: "has:redirect" },
  { name: "past its time", q: "is:overdue" },
  { name: "changed after the end", q: "is:changed-after-end" },
  { name: "status and code", q: "status:failed code:liveness_failed" },
  { name: "status and host", q: "status:failed redirect:play.larkspur.example" },
  { name: "status and week", q: "status:failed created:7d" },
  { name: "rare, long ago", q: "is:changed-after-end created:>20d" },
  { name: "both counters", q: "nfc:>=2 liveness:0" },
  { name: "claim and webhook", q: "claim:age_over_18 -webhook:all" },
  { name: "host and no end", q: "redirect:northbank.example is:open" },
  { name: "a pair that nothing fits", q: "status:succeeded code:liveness_failed" },
  { name: "word: an order number", q: "48213" },
  { name: "word: an encoded reference", q: "TW-12340" },
  { name: "word: the end of an id", q: "3f9a2" },
  { name: "word: the beginning of an id", q: "vs_3f9a2" },
  { name: "word: a shop's name", q: "fernhill" },
  { name: "word: in nine of ten", q: "example" },
  { name: "word that nothing holds", q: "nosuchword" },
  { name: "word and status", q: "northbank status:expired" },
  { name: "ordered by the end", q: "status:failed", sort: "ended" },
  { name: "oldest first", q: "", sort: "created-asc" },
  { name: "page 200", q: "-status:succeeded", pagesDeep: 200 },
];

/** Which of the promised times a search has to keep. */
export function hasWord({ q }: BenchQuery): boolean {
  return q.split(" ").some((term) => term !== "" && !term.includes(":"));
}
