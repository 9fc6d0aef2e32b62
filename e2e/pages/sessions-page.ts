import type { Locator, Page } from "@playwright/test";
import { routes } from "@/lib/routes";
import { DeskPage } from "./desk-page";

export class SessionsPage extends DeskPage {
  readonly table: Locator;
  readonly rows: Locator;
  readonly status: Locator;
  readonly createdFrom: Locator;
  readonly createdUntil: Locator;

  constructor(page: Page) {
    super(page);
    this.table = page.getByRole("table");
    this.rows = this.table.locator("tbody").getByRole("row");
    this.status = page.getByLabel("Status");
    this.createdFrom = page.getByLabel("Created from");
    this.createdUntil = page.getByLabel("Created until");
  }

  async goto(): Promise<void> {
    await this.page.goto(routes.sessions());
  }

  link(id: string): Locator {
    return this.table.getByRole("link", { name: `Open session ${id}` });
  }
}
