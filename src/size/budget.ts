import type { AST } from "toml-eslint-parser";
import { getStaticTOMLValue, ParseError, parseTOML } from "toml-eslint-parser";
import { type Place, ToolError } from "../errors.ts";
import type { AuditReport } from "./report.ts";

/** One limit of a budget file. `scope` is a whole-file measure or `package`. */
export interface BudgetLimit {
  readonly scope: "raw" | "gzip" | "brotli" | "package";
  /** Name of the package; the scope again for the whole file. */
  readonly name: string;
  readonly limitBytes: number;
}

export interface Budget {
  readonly limits: readonly BudgetLimit[];
}

export interface BudgetRow extends BudgetLimit {
  readonly bytes: number;
  readonly passed: boolean;
}

/**
 * Reads a budget:
 *
 * ```toml
 * [total]
 * raw = "3MiB"        # also gzip, brotli; a plain number is bytes
 * [packages]
 * fmt = "150KiB"
 * "example.com/app" = "1MB"
 * ```
 *
 * @param file what to call the file in messages
 * @throws ToolError `budget/syntax`, `budget/unknown-key` or `budget/bad-size`, with line and column
 */
export function parseBudget(text: string, file: string): Budget {
  const limits: BudgetLimit[] = [];
  for (const entry of entriesOf(text, file)) {
    const [table, key, ...rest] = entry.path;
    if (table === "total" && isMeasure(key) && rest.length === 0) {
      limits.push({ scope: key, name: key, limitBytes: sizeOf(entry) });
    } else if (table === "packages" && key !== undefined && rest.length === 0) {
      limits.push({ scope: "package", name: key, limitBytes: sizeOf(entry) });
    } else {
      throw unknownKey(entry);
    }
  }
  return { limits };
}

/** Compares an audit with its budget, in the order of the file. A package that is not in the module has 0 bytes. */
export function checkBudget(report: AuditReport, budget: Budget): BudgetRow[] {
  const packages = new Map(report.byPackage.map(({ name, bytes }) => [name, bytes]));
  const totals = { raw: report.bytes, gzip: report.gzip, brotli: report.brotli };
  return budget.limits.map((limit) => {
    const bytes = limit.scope === "package" ? (packages.get(limit.name) ?? 0) : totals[limit.scope];
    return { ...limit, bytes, passed: bytes <= limit.limitBytes };
  });
}

interface Entry {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly keyPlace: Place;
  readonly valuePlace: Place;
}

/** Every key with a value, with its full path; tables and dotted keys mean the same. */
function entriesOf(text: string, file: string): Entry[] {
  const entries: Entry[] = [];
  const visit = (
    node: AST.TOMLTopLevelTable | AST.TOMLTable | AST.TOMLInlineTable,
    prefix: readonly string[],
  ) => {
    for (const child of node.body) {
      if (child.type === "TOMLTable") {
        const path = keyPath(child.key);
        if (child.kind === "array" || child.body.length === 0) checkTable(child, path, file);
        visit(child, path);
      } else if (child.value.type === "TOMLInlineTable") {
        visit(child.value, [...prefix, ...keyPath(child.key)]);
      } else {
        entries.push({
          path: [...prefix, ...keyPath(child.key)],
          value: getStaticTOMLValue(child.value),
          keyPlace: placeOf(child.key, file),
          valuePlace: placeOf(child.value, file),
        });
      }
    }
  };
  visit(parse(text, file).body[0], []);
  return entries;
}

function checkTable(table: AST.TOMLTable, path: readonly string[], file: string): void {
  const isKnown = table.kind === "standard" && (path.join(".") === "total" || path.join(".") === "packages");
  if (isKnown) return;
  throw unknownKey({ path, keyPlace: placeOf(table.key, file) });
}

function parse(text: string, file: string): AST.TOMLProgram {
  try {
    return parseTOML(text);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new ToolError("budget/syntax", error.message, {
      place: { file, line: error.lineNumber, column: error.column + 1 },
      hint: "the budget is TOML with the tables [total] and [packages]",
      cause: error,
    });
  }
}

function keyPath(key: AST.TOMLKey): string[] {
  return key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
}

/** The parser counts columns from 0. */
function placeOf(node: { readonly loc: AST.SourceLocation }, file: string): Place {
  return { file, line: node.loc.start.line, column: node.loc.start.column + 1 };
}

function isMeasure(key: string | undefined): key is "raw" | "gzip" | "brotli" {
  return key === "raw" || key === "gzip" || key === "brotli";
}

function unknownKey(entry: Pick<Entry, "path" | "keyPlace">): ToolError {
  return new ToolError("budget/unknown-key", `unknown key '${entry.path.join(".")}' in the budget`, {
    place: entry.keyPlace,
    hint: "[total] takes raw, gzip and brotli, [packages] takes names of packages, each with a size",
  });
}

const UNIT_BYTES: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  kB: 1000,
  KB: 1000,
  MB: 1_000_000,
  GB: 1_000_000_000,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** A size in bytes, rounded down, from `1200`, `"1200"` or `"1.2MB"`. */
function sizeOf(entry: Entry): number {
  const { value, valuePlace } = entry;
  const text = typeof value === "number" || typeof value === "bigint" ? String(value) : value;
  const match =
    typeof text === "string" ? /^(\d+(?:\.\d+)?) ?([A-Za-z]*)$/.exec(text.replaceAll("_", "")) : null;
  const unit = match ? UNIT_BYTES[match[2]!] : undefined;
  const bytes = match && unit !== undefined ? Math.floor(Number(match[1]) * unit) : Number.NaN;
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new ToolError("budget/bad-size", `'${entry.path.join(".")}' is not a size`, {
    place: valuePlace,
    hint: 'write bytes as a number, or a text with a unit such as "800KiB" or "2.5MB"',
  });
}
