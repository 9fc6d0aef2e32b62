import { expect, type Locator, type Page } from "@playwright/test";

/** What every page of the desk has: the box that takes anything, the zone, the person's menu. */
export class DeskPage {
  readonly lookup: Locator;
  readonly lookupAnswer: Locator;
  readonly zoneSwitch: Locator;

  constructor(readonly page: Page) {
    this.lookup = page.getByRole("textbox", { name: /^Find a session/ });
    this.lookupAnswer = page.getByRole("search").first().getByRole("status").first();
    this.zoneSwitch = page.getByRole("banner").getByRole("button", { name: /UTC/ });
  }

  /** Puts text on the clipboard and presses what a person would press. */
  async pasteIntoLookup(text: string): Promise<void> {
    await this.page.evaluate((value) => navigator.clipboard.writeText(value), text);
    await this.page.keyboard.press("ControlOrMeta+k");
    await this.page.keyboard.press("ControlOrMeta+v");
  }

  /**
   * Waits until the page's scripts have taken `element` over from the server's HTML: a key that is
   * pressed before is heard by nobody. React marks its nodes with their properties.
   */
  async untilAlive(element: Locator): Promise<void> {
    const isAlive = (node: Element) =>
      Object.keys(node).some((name) => name.startsWith("__reactProps$"));
    await expect.poll(() => element.evaluate(isAlive)).toBe(true);
  }

  /** A press before the page is alive would open nothing. */
  async openMenu(): Promise<void> {
    const button = this.page.getByRole("button", { name: /^Your menu/ });
    await this.untilAlive(button);
    await button.click();
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
