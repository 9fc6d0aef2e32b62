"use client";

import { type ReactNode, useState } from "react";

/**
 * Keeps the place of what is taken away while the page is open, so that nothing else comes under the
 * pointer in its stead. What was not there at first has none.
 */
export function KeptPlace({
  isShown,
  children,
  empty,
}: {
  isShown: boolean;
  children: ReactNode;
  /** As large as the children; nobody sees or hears it. */
  empty: ReactNode;
}) {
  const [wasShown] = useState(isShown);
  if (isShown) return children;
  return wasShown ? (
    <span aria-hidden className="invisible inline-flex">
      {empty}
    </span>
  ) : null;
}
