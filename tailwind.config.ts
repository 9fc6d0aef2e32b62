import type { Config } from "tailwindcss";

/** Names for the colours that `app/globals.css` defines, so that a class says what a colour is for. */
const token = (name: string) => `var(--${name})`;

const config = {
  content: ["./app/**/*.{ts,tsx}", "./components/**/*.{ts,tsx}"],
  theme: {
    extend: {
      colors: {
        canvas: token("canvas"),
        surface: {
          DEFAULT: token("surface"),
          sunken: token("surface-sunken"),
          hover: token("surface-hover"),
        },
        line: { DEFAULT: token("line"), strong: token("line-strong") },
        ink: { DEFAULT: token("ink"), soft: token("ink-soft"), faint: token("ink-faint") },
        accent: {
          DEFAULT: token("accent"),
          ink: token("accent-ink"),
          soft: token("accent-soft"),
          line: token("accent-line"),
        },
        progress: { DEFAULT: token("progress"), soft: token("progress-soft") },
        success: { DEFAULT: token("success"), soft: token("success-soft") },
        danger: {
          DEFAULT: token("danger"),
          soft: token("danger-soft"),
          solid: token("danger-solid"),
        },
        warning: { DEFAULT: token("warning"), soft: token("warning-soft") },
        muted: { DEFAULT: token("muted"), soft: token("muted-soft") },
        used: token("used"),
        unused: token("unused"),
      },
      fontFamily: {
        sans: ["Inter Variable", "ui-sans-serif", "system-ui", "sans-serif"],
        mono: ["JetBrains Mono Variable", "ui-monospace", "monospace"],
      },
      fontSize: {
        xs: ["12px", "16px"],
        sm: ["13px", "18px"],
        base: ["14px", "21px"],
        lg: ["16px", "24px"],
        xl: ["20px", "27px"],
        "2xl": ["24px", "31px"],
      },
    },
  },
} satisfies Config;

export default config;
