"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { HydrationGate } from "@/components/ui/hydration-gate";
import { CompanyButton } from "./company-button";
import { type DemoAccount, DemoAccounts } from "./demo-accounts";
import { FIELD_CLASSES, PasswordField } from "./password-field";
import { postSignIn } from "./post-sign-in";
import { describeSignInError, UNREACHABLE_WORDS } from "./sign-in-words";
import { withHash } from "./with-hash";

type Props = {
  /** A safe path of the desk to go to afterwards; the fragment is added from the address bar. */
  returnTo: string;
  initialMessage: string | null;
  demo: { accounts: DemoAccount[]; password: string } | null;
  /** What the company's sign-in is called; null where there is none. */
  companyName: string | null;
};

export function SignInForm({ returnTo, initialMessage, demo, companyName }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [pending, setPending] = useState(false);
  const [message, setMessage] = useState(initialMessage);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (pending || !email.current || !password.current) return;
    setPending(true);
    setMessage(null);
    const fault = await findFault(email.current.value, password.current.value, returnTo);
    // Without a fault the page is about to be left; until then the form stays closed.
    if (fault === null) return;
    setMessage(fault);
    setPending(false);
    password.current.value = "";
    password.current.focus();
  }

  function fillIn(account: DemoAccount) {
    if (!email.current || !password.current || !demo) return;
    email.current.value = account.email;
    password.current.value = demo.password;
    form.current?.querySelector<HTMLButtonElement>("button[type=submit]")?.focus();
  }

  return (
    <>
      <form ref={form} method="post" onSubmit={submit} className="flex flex-col gap-4">
        {/* The room for two lines is always there, so that a message moves nothing. */}
        <p role="alert" className="min-h-10 text-danger text-sm">
          {message}
        </p>
        {companyName && (
          <HydrationGate>
            <CompanyButton name={companyName} returnTo={returnTo} onFault={setMessage} />
          </HydrationGate>
        )}
        {companyName && <OrLine />}
        <div className="flex flex-col gap-1">
          <label htmlFor="email" className="font-medium text-sm">
            Email
          </label>
          <input
            ref={email}
            id="email"
            name="email"
            type="email"
            autoComplete="username"
            // biome-ignore lint/a11y/noAutofocus: the page has one purpose, and this field is its start.
            autoFocus={companyName === null}
            required
            maxLength={254}
            className={FIELD_CLASSES}
          />
        </div>
        <PasswordField ref={password} />
        {/* The fields are open from the start, for the browser to fill in, and keep what is typed. */}
        <HydrationGate>
          <Button
            type="submit"
            variant={companyName ? "secondary" : "primary"}
            disabled={pending}
            aria-busy={pending}
            className="min-h-9 w-full"
          >
            Sign in
          </Button>
        </HydrationGate>
      </form>
      {demo && (
        <HydrationGate>
          <DemoAccounts {...demo} onChoose={fillIn} />
        </HydrationGate>
      )}
    </>
  );
}

/** Signs in and leaves; gives what to tell the person instead when that did not work. */
async function findFault(
  email: string,
  password: string,
  returnTo: string,
): Promise<string | null> {
  try {
    const answer = await postSignIn({ email, password, callbackUrl: returnTo });
    if (answer.error) return describeSignInError(answer.error, answer.retryAfterSeconds);
  } catch {
    return UNREACHABLE_WORDS;
  }
  // `replace`, so that Back does not lead to the sign-in page again.
  window.location.replace(withHash(returnTo, window.location.hash));
  return null;
}

function OrLine() {
  return (
    <p className="flex items-center gap-3 text-ink-soft text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      or with a password
    </p>
  );
}
