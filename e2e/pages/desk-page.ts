import { expect, type Locator, type Page } from "@playwright/test";

/** What every page of the desk has: the box that takes anything, the zone, the person's menu. */
export class DeskPage {
  readonly lookup: Locator;
  readonly lookupAnswer: Locator;
  readonly zoneSwitch: Locator;
  readonly menuButton: Locator;

  constructor(readonly page: Page) {
    this.lookup = page.getByRole("textbox", { name: /^Find a session/ });
    this.lookupAnswer = page.getByRole("search").first().getByRole("status").first();
    this.zoneSwitch = page.getByRole("banner").getByRole("button", { name: /UTC/ });
    this.menuButton = page.getByRole("button", { name: /^Your menu/ });
  }

  /** Puts text on the clipboard and presses what a person would press. */
  async pasteIntoLookup(text: string): Promise<void> {
    await this.page.evaluate((value) => navigator.clipboard.writeText(value), text);
    await this.untilOpen();
    await this.page.keyboard.press("ControlOrMeta+k");
    await this.page.keyboard.press("ControlOrMeta+v");
  }

  /** A key has no looks that say when it works: like a person, wait until the page's fields are open. */
  async untilOpen(): Promise<void> {
    await expect(this.lookup).toBeEnabled();
  }

  async openMenu(): Promise<void> {
    await this.menuButton.click();
  }

  async signOut(): Promise<void> {
    await this.openMenu();
    await this.page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  }

  async chooseTheme(theme: "As the system" | "Light" | "Dark"): Promise<void> {
    await this.openMenu();
    await this.page.getByRole("menuitemradio", { name: theme }).click();
    await this.page.keyboard.press("Escape");
  }
}
