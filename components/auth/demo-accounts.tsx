"use client";

import type { StaffRole } from "@/lib/domain/roles";

export type DemoAccount = { email: string; role: StaffRole };

/** The accounts of the demo, each a click away from being filled in. Only in demo mode. */
export function DemoAccounts({
  accounts,
  password,
  onChoose,
}: {
  accounts: DemoAccount[];
  password: string;
  onChoose: (account: DemoAccount) => void;
}) {
  return (
    <section aria-labelledby="demo-accounts" className="mt-6 border-line border-t pt-4 text-sm">
      <h2 id="demo-accounts" className="font-medium">
        Demo accounts
      </h2>
      <p className="mt-1 text-ink-soft">
        Choose one to fill it in. Each has the password <code>{password}</code>.
      </p>
      <ul className="mt-2 flex flex-col gap-1">
        {accounts.map((account) => (
          <li key={account.email}>
            <button
              type="button"
              onClick={() => onChoose(account)}
              className="flex min-h-8 w-full items-center justify-between rounded-md px-2 text-left hover:bg-surface-hover"
            >
              <span>{account.email}</span> <span className="text-ink-soft">{account.role}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
