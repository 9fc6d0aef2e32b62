import type { Locator, Page } from "@playwright/test";
import { routes } from "@/lib/routes";
import { DeskPage } from "./desk-page";

/** The list of sessions, and the table of several pasted ids, which is the same table. */
export class SessionsPage extends DeskPage {
  readonly table: Locator;
  /** Those in the page: a long list holds only the rows that are in sight, and a few around them. */
  readonly rows: Locator;
  readonly search: Locator;
  readonly suggestions: Locator;
  readonly chips: Locator;
  readonly filters: Locator;
  readonly views: Locator;
  readonly peek: Locator;
  readonly showNew: Locator;

  constructor(page: Page) {
    super(page);
    this.table = page.getByRole("table");
    this.rows = this.table.locator("tbody").getByRole("row");
    this.search = page.getByRole("combobox", { name: "Search the sessions" });
    this.suggestions = page.getByRole("listbox", { name: "Suggestions" });
    this.chips = page.getByRole("list", { name: "Filters of the search" }).getByRole("listitem");
    this.filters = page.getByRole("complementary", { name: "Filters" });
    this.views = page.getByRole("navigation", { name: "Views" });
    this.peek = page.getByRole("complementary", { name: "Peek" });
    this.showNew = page.getByRole("button", { name: /\bnew\b/ });
  }

  /** Opens the list, ready for keys. */
  async goto(q = ""): Promise<void> {
    await this.page.goto(routes.sessionsWith(q ? { q } : {}));
    await this.untilOpen();
  }

  /** Writes a search and sends it off. */
  async searchFor(text: string): Promise<void> {
    await this.search.fill(text);
    await this.search.press("Enter");
  }

  link(id: string): Locator {
    return this.table.getByRole("link", { name: `Open session ${id}` });
  }

  row(id: string): Locator {
    return this.rows.filter({ has: this.page.getByRole("link", { name: `Open session ${id}` }) });
  }

  filter(group: string, value: string): Locator {
    return this.filters
      .getByRole("region", { name: group })
      .getByRole("button", { name: new RegExp(`^${value}`) });
  }

  view(name: string): Locator {
    return this.views.getByRole("link", { name: new RegExp(`^${name}`) });
  }

  /** Saves the search that is shown; without `scope` in the only way there is. */
  async saveView(name: string, scope?: "For me alone" | "For the whole team"): Promise<void> {
    await this.page.getByRole("button", { name: "Save view" }).click();
    await this.page.getByLabel("Name").fill(name);
    if (scope) await this.page.getByLabel(scope).check();
    await this.page.getByRole("button", { name: "Save", exact: true }).click();
  }

  /** The ids of the rows in the page, in the order of the list. */
  async idsInSight(): Promise<string[]> {
    const rows = await this.numberedIds();
    return rows.sort(([a], [b]) => a - b).map(([, id]) => id);
  }

  /** The ids of the whole list, by scrolling through it until the `count`-th row has been seen. */
  async allIds(count: number): Promise<string[]> {
    const seen = new Map<number, string>();
    while (seen.size < count) {
      for (const [number, id] of await this.numberedIds()) seen.set(number, id);
      // Not by the wheel, whose turn may reach a busy page after this has returned.
      await this.page.evaluate(async () => {
        window.scrollBy({ top: 600, behavior: "instant" });
        await new Promise(requestAnimationFrame);
      });
    }
    return [...seen].sort(([a], [b]) => a - b).map(([, id]) => id);
  }

  /** Scrolls so that the row with this number, counted from 0, is in the middle of the screen. */
  async scrollToRow(index: number): Promise<void> {
    await this.table.locator("tbody").evaluate((body, at) => {
      const row = body.querySelector("tr");
      const top = body.getBoundingClientRect().top + window.scrollY;
      window.scrollTo(0, top + at * (row?.offsetHeight ?? 0) - window.innerHeight / 2);
    }, index);
  }

  /** The row that has the focus; null where none has. */
  async focusedId(): Promise<string | null> {
    return this.page.evaluate(
      () => document.activeElement?.closest("[data-row-id]")?.getAttribute("data-row-id") ?? null,
    );
  }

  scrollTop(): Promise<number> {
    return this.page.evaluate(() => window.scrollY);
  }

  private numberedIds(): Promise<[number, string][]> {
    return this.rows.evaluateAll((rows) =>
      rows.map((row): [number, string] => [
        Number(row.getAttribute("aria-rowindex")),
        row.getAttribute("data-row-id") ?? "",
      ]),
    );
  }
}
