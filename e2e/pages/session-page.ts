import { expect, type Locator, type Page } from "@playwright/test";
import { routes } from "@/lib/routes";
import { DeskPage } from "./desk-page";

/** No page waits longer between two reads, whatever happened. */
const SLOWEST_READ_MS = 30_000;
/** The desk itself may take a few seconds until it tries Kayle again. */
const HEALED_TIMEOUT_MS = 30_000;

export class SessionPage extends DeskPage {
  readonly headline: Locator;
  readonly verdict: Locator;
  readonly nfc: Locator;
  readonly liveness: Locator;
  readonly guidance: Locator;
  readonly timeline: Locator;
  readonly onCall: Locator;
  readonly facts: Locator;
  readonly askedFor: Locator;
  readonly cancelButton: Locator;
  readonly rawRecord: Locator;
  readonly notes: Locator;
  readonly noteBox: Locator;

  constructor(page: Page) {
    super(page);
    this.headline = page.getByRole("heading", { level: 1 });
    this.verdict = page.getByRole("region", { name: "Verdict" });
    this.nfc = page.getByRole("region", { name: "Chip reading (NFC)" });
    this.liveness = page.getByRole("region", { name: "Liveness and face" });
    this.guidance = page.getByRole("region", { name: "What to tell the customer" });
    this.timeline = page.getByRole("region", { name: "Timeline" });
    this.onCall = page.getByRole("region", { name: "On call" });
    this.facts = page.getByRole("region", { name: "Facts" });
    this.askedFor = page.getByRole("region", { name: /^What was asked for/ });
    this.cancelButton = page.getByRole("button", { name: "Cancel session" });
    this.notes = page.getByRole("region", { name: /^Notes/ });
    this.noteBox = page.getByLabel("Add a note");
    this.rawRecord = page.getByRole("region", { name: "Raw record as JSON" });
  }

  async goto(id: string): Promise<void> {
    await this.page.goto(routes.session(id));
  }

  /**
   * Waits until the page has read the session again by itself and shows `text` in `place`. The page's clock,
   * which the test has installed, is moved on rather than waited for.
   */
  async untilReadAgain(place: Locator, text: string): Promise<void> {
    const read = async () => {
      await this.page.clock.fastForward(SLOWEST_READ_MS);
      return place.textContent();
    };
    await expect.poll(read, { timeout: HEALED_TIMEOUT_MS }).toContain(text);
  }

  /** The first step of a cancel: why. */
  async giveReason(reason: string): Promise<void> {
    await this.cancelButton.click();
    await this.page.getByLabel("Why is it cancelled?").fill(reason);
    await this.page.getByRole("button", { name: "Continue" }).click();
  }

  /** The second step. */
  async confirmCancel(): Promise<void> {
    await this.page.getByRole("button", { name: "Cancel the session" }).click();
  }

  async cancel(reason: string): Promise<void> {
    await this.giveReason(reason);
    await this.confirmCancel();
  }

  async addNote(text: string): Promise<void> {
    await this.noteBox.fill(text);
    await this.notes.getByRole("button", { name: "Add note" }).click();
  }
}
