import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CompanySignIn } from "@/components/auth/company-sign-in";
import { SignInForm } from "@/components/auth/sign-in-form";
import { describeSignInError } from "@/components/auth/sign-in-words";
import { isSignInError } from "@/lib/contracts/sign-in";
import { toSafeReturnPath } from "@/lib/domain/return-path";
import { findStaff } from "@/lib/server/auth/find-staff";
import { getEnv } from "@/lib/server/env";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "@/lib/server/staff/demo-accounts";

export const metadata: Metadata = { title: "Sign in" };

type Query = Record<string, string | string[] | undefined>;

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const returnTo = toSafeReturnPath(query["from"]);
  if (await findStaff()) redirect(returnTo);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center px-4 py-10">
      <div className="rounded-xl border border-line bg-surface p-6 sm:p-8">
        <h1 className="font-semibold text-xl">Session Desk</h1>
        <p className="mt-1 text-ink-soft text-sm">Sign in to look up a verification session.</p>
        <SignInWays returnTo={returnTo} initialMessage={findMessage(query)} />
      </div>
    </main>
  );
}

function SignInWays(props: { returnTo: string; initialMessage: string | null }) {
  const { oidc, localAccounts } = getEnv();
  if (oidc && !localAccounts) return <CompanySignIn name={oidc.name} {...props} />;
  return <SignInForm companyName={oidc?.name ?? null} demo={findDemo()} {...props} />;
}

/** What a form without a script was sent back with. */
function findMessage({ error, seconds }: Query): string | null {
  if (!isSignInError(error)) return null;
  const given = typeof seconds === "string" && /^\d{1,4}$/.test(seconds) ? Number(seconds) : null;
  return describeSignInError(error, given);
}

function findDemo() {
  if (getEnv().mode !== "demo") return null;
  const accounts = DEMO_ACCOUNTS.map(({ email, role }) => ({ email, role }));
  return { accounts, password: DEMO_PASSWORD };
}
