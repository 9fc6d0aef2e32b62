import { expect, test } from "vitest";
import { toColumnTemplate, toShownColumnIds } from "./table-columns";
import type { DataTableColumn } from "./table-features";

const column = (
  id: string,
  meta: { widthPx: number; grow?: number; isFixed?: boolean; isExtra?: boolean },
) => ({ id, header: id, meta: { label: id, cardClass: "", ...meta } }) as DataTableColumn<object>;

const COLUMNS = [
  column("a", { widthPx: 100 }),
  column("b", { widthPx: 50, grow: 1 }),
  column("extra", { widthPx: 80, isExtra: true }),
  column("end", { widthPx: 30, isFixed: true }),
];

test("a person's columns come in their order, without those that are no more, with the fixed ones", () => {
  expect(toShownColumnIds(COLUMNS, ["b", "gone", "a"])).toEqual(["b", "a", "end"]);
  expect(toShownColumnIds(COLUMNS, ["gone"])).toEqual(["a", "b", "end"]);
  expect(toShownColumnIds(COLUMNS, null)).toEqual(["a", "b", "end"]);
});

test("a column beyond the usual ones is shown to whoever chose it alone", () => {
  expect(toShownColumnIds(COLUMNS, ["extra", "a"])).toEqual(["extra", "a", "end"]);
  expect(toShownColumnIds(COLUMNS, null)).not.toContain("extra");
});

test("widths follow the order of the columns, and only some share what is left over", () => {
  expect(toColumnTemplate(COLUMNS, ["b", "a"])).toEqual({
    template: "minmax(50px,1fr) 100px",
    widthPx: 150,
  });
});
