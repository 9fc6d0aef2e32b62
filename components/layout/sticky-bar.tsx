"use client";

import { type ReactNode, useLayoutEffect, useRef } from "react";
import { HydrationGate } from "@/components/ui/hydration-gate";

/**
 * The bar that stays at the top. It says how tall it is, as whatever sticks below it must know: it
 * grows where its content wraps, and with the size of the person's text.
 */
export function StickyBar({ children }: { children: ReactNode }) {
  const bar = useRef<HTMLElement>(null);

  useLayoutEffect(() => {
    const { current } = bar;
    if (!current) return;
    const root = document.documentElement.style;
    const observer = new ResizeObserver(() => {
      root.setProperty("--bar-height", `${current.getBoundingClientRect().height}px`);
    });
    observer.observe(current, { box: "border-box" });
    return () => {
      observer.disconnect();
      root.removeProperty("--bar-height");
    };
  }, []);

  return (
    <header ref={bar} className="no-print sticky top-0 z-30 border-line border-b bg-surface">
      <HydrationGate>{children}</HydrationGate>
    </header>
  );
}
