import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";

/** What each folder of src may import beside itself (DESIGN section 1). `type:` allows types only. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "errors.ts": [],
  source: ["errors.ts"],
  policy: ["errors.ts", "type:source"],
  wasm: ["errors.ts"],
  analyze: ["errors.ts", "source", "policy"],
  build: ["errors.ts", "source", "policy"],
  instrument: ["errors.ts", "wasm", "policy"],
  size: ["errors.ts", "wasm"],
  runtime: ["errors.ts", "wasm", "policy"],
  report: [
    "errors.ts",
    "source",
    "type:analyze",
    "type:build",
    "type:instrument",
    "type:size",
    "type:runtime",
    "type:policy",
  ],
  "pipeline.ts": [
    "errors.ts",
    "source",
    "policy",
    "analyze",
    "build",
    "instrument",
    "size",
    "runtime",
    "report",
    "type:platform",
  ],
};
const MAXIMUM_LINES = 400;
const MAXIMUM_MEDIAN_LINES = 90;
/** A package that must be loaded only when it is used, and the one file that may name it. */
const LAZY_PACKAGES: Readonly<Record<string, string>> = {
  binaryen: "src/instrument/engines/binaryen.ts",
  wabt: "src/wasm/validate.ts",
};

interface CodeFile {
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

const code = ["src", "cli"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({
      path: posix.join(folder, file.replaceAll("\\", "/")),
      text: readFileSync(join(folder, file), "utf8"),
    })),
);

describe("the layout of the code", () => {
  test.each(code.map((file) => [file.path, file] as const))(
    "%s keeps to its layer and its length",
    (_, file) => {
      expect(violations(file)).toEqual([]);
    },
  );

  test("the median file is short", () => {
    const lengths = code.map((file) => lineCount(file)).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(MAXIMUM_MEDIAN_LINES);
  });

  test("no import cycle", () => {
    expect(cycles(code)).toEqual([]);
  });
});

describe("the architecture test itself notices a planted", () => {
  test.each([
    [
      "layer violation",
      "src/analyze/a.ts",
      'import { run } from "../runtime/run.ts";',
      "analyze must not import runtime",
    ],
    [
      "value import where only types are allowed",
      "src/report/a.ts",
      'import { audit } from "../size/audit.ts";',
      "report may import only types of size",
    ],
    [
      "node module outside platform",
      "src/runtime/a.ts",
      'import { readFileSync } from "node:fs";',
      "node:fs outside src/platform",
    ],
    [
      "import of the command line",
      "src/size/a.ts",
      'import { main } from "../../cli/main.ts";',
      "nothing imports cli",
    ],
    [
      "eager import of Binaryen",
      "src/instrument/a.ts",
      'import binaryen from "binaryen";',
      "binaryen is imported lazily, by src/instrument/engines/binaryen.ts only",
    ],
    ["long file", "src/size/a.ts", "\n".repeat(500), "longer than 400 lines"],
  ])("%s", (_, path, text, message) => {
    expect(violations({ path, text })).toContain(message);
  });

  test("cycle", () => {
    const planted = [
      { path: "src/wasm/a.ts", text: 'import { b } from "./b.ts";' },
      { path: "src/wasm/b.ts", text: 'import { a } from "./a.ts";' },
    ];
    expect(cycles(planted)).toHaveLength(1);
  });
});

function violations(file: CodeFile): string[] {
  const found: string[] = [];
  if (lineCount(file) > MAXIMUM_LINES) found.push(`longer than ${MAXIMUM_LINES} lines`);
  for (const one of importsOf(file.text)) {
    if (one.specifier.startsWith(".")) found.push(...layerViolation(file.path, one));
    else found.push(...packageViolation(file.path, one));
  }
  return found;
}

function layerViolation(path: string, one: Import): string[] {
  const target = posix.join(posix.dirname(path), one.specifier);
  if (target.startsWith("cli/")) return path.startsWith("cli/") ? [] : ["nothing imports cli"];
  const from = layerOf(path);
  const to = layerOf(target);
  const allowed = from === undefined ? undefined : ALLOWED[from];
  if (allowed === undefined || to === undefined || from === to || allowed.includes(to)) return [];
  if (!allowed.includes(`type:${to}`)) return [`${from} must not import ${to}`];
  return one.typeOnly ? [] : [`${from} may import only types of ${to}`];
}

function packageViolation(path: string, one: Import): string[] {
  if (one.specifier.startsWith("node:") && path.startsWith("src/") && !path.startsWith("src/platform/"))
    return [`${one.specifier} outside src/platform`];
  const owner = LAZY_PACKAGES[one.specifier];
  if (owner !== undefined && !one.typeOnly && !(one.dynamic && path === owner))
    return [`${one.specifier} is imported lazily, by ${owner} only`];
  return [];
}

function layerOf(path: string): string | undefined {
  const [root, layer] = path.split("/");
  return root === "src" ? layer : undefined;
}

const STATIC_IMPORT = /^(?:import|export)\s+(type\s)?(?:[\w*{},\s$]*?\sfrom\s+)?"([^"]+)"/gm;
const DYNAMIC_IMPORT = /\bimport\("([^"]+)"\)/g;

function importsOf(text: string): Import[] {
  const fixed = [...text.matchAll(STATIC_IMPORT)].map(([, type, specifier = ""]) => ({
    specifier,
    typeOnly: type !== undefined,
    dynamic: false,
  }));
  const dynamic = [...text.matchAll(DYNAMIC_IMPORT)].map(([, specifier = ""]) => ({
    specifier,
    typeOnly: false,
    dynamic: true,
  }));
  return [...fixed, ...dynamic];
}

function lineCount(file: CodeFile): number {
  return file.text.split("\n").length - (file.text.endsWith("\n") ? 1 : 0);
}

/** Cycles of value imports, each as the path that closes it (depth-first search). */
function cycles(files: readonly CodeFile[]): string[][] {
  const graph = new Map(
    files.map((file) => [
      file.path,
      importsOf(file.text)
        .filter((one) => !one.typeOnly && !one.dynamic && one.specifier.startsWith("."))
        .map((one) => posix.join(posix.dirname(file.path), one.specifier)),
    ]),
  );
  const state = new Map<string, "open" | "done">();
  const found: string[][] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === "open") found.push([...trail.slice(trail.indexOf(path)), path]);
    if (state.has(path)) return;
    state.set(path, "open");
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, "done");
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
