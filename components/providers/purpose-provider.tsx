"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { toPurpose } from "@/lib/domain/purpose";
import { redactSecrets } from "@/lib/domain/redact";
import { writePurposeCookie } from "./purpose-cookie";

type PurposeContext = {
  /** The ticket or purpose that the access log gets with everything; null for none. */
  purpose: string | null;
  /** Says what the person works on. @returns whether a secret was taken out of it */
  workOn: (text: string) => { hadSecret: boolean };
  takeBack: () => void;
};

const Context = createContext<PurposeContext | null>(null);

/** Holds what the person works on, starting from what the server read in the cookie. */
export function PurposeProvider({
  initial,
  children,
}: {
  initial: string | null;
  children: ReactNode;
}) {
  const [purpose, setPurpose] = useState(initial);
  const value = useMemo<PurposeContext>(() => {
    function keep(next: string | null) {
      writePurposeCookie(next);
      setPurpose(next);
    }
    return {
      purpose,
      workOn: (text) => {
        keep(toPurpose(text));
        return { hadSecret: redactSecrets(text).removed.length > 0 };
      },
      takeBack: () => keep(null),
    };
  }, [purpose]);
  return <Context value={value}>{children}</Context>;
}

export function usePurpose(): PurposeContext {
  const value = useContext(Context);
  if (!value) throw new Error("usePurpose needs a PurposeProvider above it");
  return value;
}
