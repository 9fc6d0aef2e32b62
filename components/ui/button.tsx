import type { ComponentProps } from "react";
import { classes } from "./classes";

const VARIANTS = {
  primary: "bg-accent text-accent-ink hover:opacity-90",
  secondary: "border border-line bg-surface text-ink hover:bg-surface-hover",
  danger: "border border-line bg-surface text-danger hover:bg-danger-soft",
  quiet: "text-ink-soft hover:bg-surface-hover hover:text-ink",
} as const;

export type ButtonVariant = keyof typeof VARIANTS;

/** The classes of a button, for links and Base UI triggers that must look like one. */
export function buttonClasses(variant: ButtonVariant = "secondary", extra?: string): string {
  return classes(
    "inline-flex min-h-8 items-center justify-center gap-1.5 whitespace-nowrap rounded-md px-3 py-1 font-medium text-sm",
    "motion-safe:transition-colors [&[disabled]]:opacity-60 print:hidden",
    VARIANTS[variant],
    extra,
  );
}

export function Button({
  variant,
  className,
  type = "button",
  ...props
}: ComponentProps<"button"> & { variant?: ButtonVariant }) {
  return <button type={type} className={buttonClasses(variant, className)} {...props} />;
}
