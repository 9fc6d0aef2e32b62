"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { config } from "zod";

// In a browser zod would first try whether it may compile its schemas, and each try is a violation of
// the page's policy, though a silent one.
if (typeof window !== "undefined") config({ jitless: true });

/** One cache per open tab; nothing of it is ever written to the browser's storage. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient());
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
