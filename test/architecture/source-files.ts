import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What is made, installed or kept beside the project, and never part of it. */
const LEFT_OUT = new Set([
  ".data",
  ".git",
  ".next",
  "coverage",
  "node_modules",
  "playwright-report",
  "test-results",
]);
const LEFT_OUT_FILES = /^(\.env.*|next-env\.d\.ts|.*\.tsbuildinfo)$/;

export type SourceFile = {
  /** Relative to the root, with `/`. */
  path: string;
  text: string;
};

const TEXT = /\.(c?js|mjs|tsx?|json|css|md|svg|sql|ya?ml)$|^\.ci\/|^\.[a-z]+rc$/;

/** Every text file of the project, `.env.example` included. */
export function readProject(): SourceFile[] {
  return listPaths("")
    .filter((path) => TEXT.test(path) || path === ".env.example")
    .map((path) => ({ path, text: readFileSync(ROOT + path, "utf8") }));
}

/** Every file of TypeScript or JavaScript. */
export function readCode(): SourceFile[] {
  return readProject().filter(({ path }) => /\.(mjs|js|tsx?)$/.test(path));
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(ROOT + path, "utf8"));
}

export function isTest(path: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(path) || /^(test|e2e)\//.test(path);
}

/** `path:line` of each line that matches, comments left aside. */
export function findLines({ path, text }: SourceFile, pattern: RegExp): string[] {
  return text
    .split("\n")
    .map((line, index) => ({ line, at: `${path}:${index + 1}` }))
    .filter(({ line }) => !/^\s*(\/\/|\/?\*)/.test(line) && pattern.test(line))
    .map(({ line, at }) => `${at}  ${line.trim().slice(0, 100)}`);
}

function listPaths(folder: string): string[] {
  return readdirSync(ROOT + folder, { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name)) return [];
    const path = folder + entry.name;
    if (entry.isDirectory()) return listPaths(`${path}/`);
    return LEFT_OUT_FILES.test(entry.name) && entry.name !== ".env.example" ? [] : [path];
  });
}
