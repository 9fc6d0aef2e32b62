import type { Locator, Page } from "@playwright/test";
import { routes } from "@/lib/routes";
import { DeskPage } from "./desk-page";

export class AccessLogPage extends DeskPage {
  readonly table: Locator;
  readonly rows: Locator;
  readonly filters: Locator;

  constructor(page: Page) {
    super(page);
    this.table = page.getByRole("table", { name: /^Entries of the access log/ });
    this.rows = this.table.locator("tbody").getByRole("row");
    this.filters = page.getByRole("search", { name: "Filters of the access log" });
  }

  async goto(query = ""): Promise<void> {
    await this.page.goto(routes.accessLog(query));
  }

  async narrow(label: "Who" | "Session" | "Ticket", text: string): Promise<void> {
    const field = this.filters.getByLabel(label, { exact: true });
    await field.fill(text);
    await field.press("Enter");
  }
}
