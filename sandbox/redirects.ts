import { hash32, pick } from "./random";

const MAKERS: readonly ((reference: number) => string)[] = [
  (n) => `https://shop.fernhill.example/checkout/verified?order=A-${10_000 + (n % 90_000)}`,
  (n) => `https://www.harbour-rentals.example/bookings/${n % 1_000_000}/identity?lang=fr`,
  (n) =>
    `https://accounts.northbank.example/open?application=${n.toString(36).toUpperCase()}&step=4`,
  (n) => `https://play.larkspur.example/age?customer_id=${n % 5_000_000}#done`,
  (n) => `https://app.tidewater.example/kyc/return?reference=TW%2D${n % 99_999}&x=%20y`,
];

const OTHER_SCHEMES: readonly string[] = [
  "fernhill-app://verified?order=A-48213",
  "intent://verified#Intent;scheme=northbank;package=example.northbank;end",
  "com.larkspur.play:/age?customer_id=77120",
];

/** Where an ordinary session leads back to: mostly a web page with the integrator's reference. */
export function pickRedirectUrl(seed: number, index: number): string | null {
  const roll = hash32(seed, index, 0x7d) % 100;
  if (roll < 22) return null;
  if (roll < 24) return pick(OTHER_SCHEMES, seed, index, 0x7e);
  return pick(MAKERS, seed, index, 0x7f)(hash32(seed, index, 0x80));
}
