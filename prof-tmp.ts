import { createSandbox } from "@/lib/sandbox/sandbox";
import { parseRowListAnswer } from "@/lib/server/upstream/parse-answers";
import { toNamedRow } from "@/lib/server/index/index-row";
import { toHash } from "@/lib/server/index/id-hash";
import { toSearchText } from "@/lib/server/index/index-row";
const sb = createSandbox({ size: 20000, seed: 3 });
const bodies: string[] = []; let cur = "";
const t = (name: string, n: number, f: () => void) => { const c = process.cpuUsage(); f(); const d = process.cpuUsage(c); console.log(name, ((d.user + d.system) / n).toFixed(1), "µs/row"); };
for (let i = 0; i < 200; i++) { const r = await sb.handle({ method: "GET", url: `/v1/sessions?limit=100${cur && `&starting_after=${cur}`}`, headers: { authorization: `Bearer ${sb.keys.main}` } }); const b = String(r.body); bodies.push(b); cur = JSON.parse(b).pagination.next_cursor; }
for (let k = 0; k < 2; k++) {
let js: unknown[] = []; t("JSON.parse", 20000, () => { js = bodies.map((b) => JSON.parse(b)); });
let rows: any[] = []; t("parseRowListAnswer", 20000, () => { rows = js.flatMap((j) => parseRowListAnswer(j).rows); });
let named: any[] = []; t("toNamedRow", 20000, () => { named = rows.map((r) => toNamedRow({ session: r.session, readAt: new Date() })); });
t("hash id", 20000, () => { for (const n of named) toHash(n.id); });
t("search text", 20000, () => { for (const n of named) toSearchText(n); });
}
