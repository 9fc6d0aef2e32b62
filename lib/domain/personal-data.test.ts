import { describe, expect, test } from "vitest";
import { findPersonalData, type PersonalDataKind } from "./personal-data";

const NOW = new Date("2026-11-23T10:00:00.000Z");

function kindsIn(text: string): PersonalDataKind[] {
  return findPersonalData(text, NOW).map(({ kind }) => kind);
}

describe("is taken for personal data", () => {
  test.each<[PersonalDataKind, string]>([
    ["birth_date", "Customer was born 03/05/1990."],
    ["birth_date", "DOB: 900503"],
    ["birth_date", "date of birth 3.5.90"],
    ["birth_date", "Née le 3 mai 1990 à Lyon"],
    ["birth_date", "Her passport says 1990-05-03, ours says nothing"],
    ["birth_date", "3 May 1990"],
    ["birth_date", "May 3rd, 1990"],
    ["birth_date", "12. 04. 1961"],
    ["document_number", "passport no. X1234567"],
    ["document_number", "Document number is 123456789"],
    ["document_number", "carte d’identité n° 880692310285"],
    ["document_number", "It reads 12AB34567 on the first page"],
    ["document_number", "C01X00T47 is refused"],
    ["email", "Write to jane.doe+kyc@example.co.uk please"],
    ["email", "his address is jürgen@müller.example"],
    ["phone", "Call back +33 6 12 34 56 78"],
    ["phone", "0033612345678"],
    ["phone", "06 12 34 56 78"],
    ["phone", "(555) 123-4567"],
    ["phone", "phone: 612 345 678"],
    ["mrz", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"],
    ["mrz", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
    ["mrz", "I<UTOD231458907<<<<<<<<<<<<<<<"],
    ["long_number", "4111 1111 1111 1111"],
    ["long_number", "1 850578006084".replace(" ", "")],
    ["long_number", "FR14 2004 1010 0505 0001 3M02 606"],
  ])("%s: %s", (kind, text) => {
    expect(kindsIn(text)).toEqual([kind]);
  });

  test("each in its own place, in the order of the text", () => {
    const text = "Jane, born 03/05/1990, jane@example.com";
    const found = findPersonalData(text, NOW).map(({ kind, from, to }) => [
      kind,
      text.slice(from, to),
    ]);
    expect(found).toEqual([
      ["birth_date", "03/05/1990"],
      ["email", "jane@example.com"],
    ]);
  });

  test("also in a link that carries it", () => {
    expect(kindsIn("https://shop.example/?mail=jane@example.com")).toEqual(["email"]);
  });
});

describe("is not taken for personal data", () => {
  test.each([
    ["a session id", `See vs_${"a1B2".repeat(16)} and vs_${"7".repeat(64)} again`],
    ["ids of events and requests", "evt_123456789012345 and req_0123456789abcdef"],
    ["a UUID", "attempt 01234567-8901-4234-8567-012345678901"],
    ["an order number", "order 100045678 and order no. 4821399911, ref: 1234567890"],
    ["a ticket", "SUP-1182, #48213, INC-0012345678, ticket 123456789"],
    ["an order in a link", "https://shop.example/done?order=123456789&tel=0612345678"],
    ["a time", "Called at 10:02:11, again 14:30, back in 2 h 30"],
    ["the date of an event", "Failed on 23/11/2026, first try 2026-11-22, and 3 May 2026"],
    ["a moment of a machine", "2026-11-23T05:30:00.000Z to 2026-11-23T05:31:10+02:00"],
    ["a moment in seconds or milliseconds", "t=1795427999 and 1795427999123"],
    ["an address of a machine", "from 192.168.10.12 and 10.0.0.1, version 1.6.0"],
    ["counters and amounts", "3 of 3 failures, 45.50 EUR, 1,000,000 sessions, 12 000 a day"],
    ["a failure code", "document_chip_authentication_failed, HTTP 502"],
    [
      "an ordinary sentence",
      "The phone could not read the passport; a metal case, said the customer.",
    ],
    ["a mention", "asked @mara about it"],
    ["a model of a phone", "iPhone 15 Pro with iOS 18.1.1, Pixel 9, SM-G991B"],
    ["a sum", "+2 failures, +15 min"],
    ["capitals", "THE CUSTOMER WROTE EVERYTHING IN CAPITALS"],
  ])("%s", (_, text) => {
    expect(kindsIn(text)).toEqual([]);
  });
});
