import { posix } from "node:path";
import type { SourceFile } from "./source-files";

export type Import = {
  /** As it stands in the source. */
  specifier: string;
  line: number;
  /** Gone when compiled, so it can close no circle. */
  isType: boolean;
};

/** Statements begin a line here, because the formatter sees to it; calls may stand anywhere. */
const STATEMENT =
  /^(?:import|export)\s+(?:(type)\s+)?(?:[\w*{][^;"']*?\sfrom\s*)?["']([^"'\n]+)["']/gm;
const CALL = /^(?!\s*(?:\/\/|\/?\*)).*?\bimport\(\s*["']([^"'\n]+)["']/gm;

/** Every module that the source names, in the order of its lines. */
export function findImports(text: string): Import[] {
  const found: Import[] = [];
  for (const match of text.matchAll(STATEMENT)) {
    found.push({
      specifier: match[2] ?? "",
      line: toLine(text, match.index),
      isType: match[1] === "type",
    });
  }
  for (const match of text.matchAll(CALL)) {
    found.push({ specifier: match[1] ?? "", line: toLine(text, match.index), isType: false });
  }
  return found.sort((a, b) => a.line - b.line);
}

/**
 * The project's file that `specifier` means in `from`, without its extension; null for a package.
 */
export function resolveImport(from: string, specifier: string): string | null {
  if (specifier.startsWith("@/")) return stripExtension(specifier.slice(2));
  if (!specifier.startsWith(".")) return null;
  return stripExtension(posix.join(posix.dirname(from), specifier));
}

function stripExtension(path: string): string {
  return path.replace(/\.(tsx?|mjs|js)$/, "");
}

/** Each way round from a file back to itself, as a line for people. */
export function findCircles(files: readonly SourceFile[]): string[] {
  const edges = new Map(files.map((file) => [stripExtension(file.path), toTargets(file)]));
  const circles: string[] = [];
  const done = new Set<string>();
  function visit(module: string, way: readonly string[]): void {
    const start = way.indexOf(module);
    if (start >= 0) circles.push([...way.slice(start), module].join(" -> "));
    if (start >= 0 || done.has(module)) return;
    for (const target of edges.get(module) ?? []) visit(target, [...way, module]);
    done.add(module);
  }
  for (const module of edges.keys()) visit(module, []);
  return circles;
}

function toTargets({ path, text }: SourceFile): string[] {
  return findImports(text)
    .filter(({ isType }) => !isType)
    .map(({ specifier }) => resolveImport(path, specifier))
    .filter((target) => target !== null);
}

function toLine(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
