import { WASI_SECTION } from "./schema/import-keys.ts";
import type { SchemaKey } from "./schema/key.ts";
import { type SchemaSection, SECTIONS } from "./schema.ts";
import { SOCKET_FUNCTIONS, WASI_FUNCTIONS, WASI_GROUPS } from "./wasi-names.ts";

const COMMENT_WIDTH = 110;
const HEAD =
  "What Go that nobody vouches for may do here. Every key is optional: what is commented out, or left out, has the value of the preset. Numbers take units: 10G, 512MiB, 500ms. sandglass explain and docs/policy.md say more.";

/**
 * A commented sandglass.toml with every key. With the names that a module imports from WASI: the least policy it needs,
 * which allows these and nothing else. It parses to the default limits either way.
 */
export function policyTemplate(imports?: readonly string[]): string {
  const sections = SECTIONS.filter(({ name }) => name !== "imports" || imports === undefined);
  const parts = sections.map((section) =>
    section.name === WASI_SECTION && imports !== undefined
      ? leastSection(section, imports)
      : fullSection(section),
  );
  return `${comment(HEAD)}\n\n${parts.join("\n\n")}\n`;
}

function fullSection({ name, docs, keys }: SchemaSection): string {
  const lines = keys.map((key) => keyLines(key, name));
  return [comment(docs), `[${name}]`, ...lines].join("\n");
}

/** Keys are commented out where being there would change something. */
function keyLines({ key, default: value, example, docs }: SchemaKey, section: string): string {
  const name = key.slice(section.length + 1);
  if (name === "others") return `${comment(docs)}\n${name} = "allow"`;
  const shownName = name === "*" ? (section === "rules" ? "endless-loop" : "fd_readdir") : name;
  const isLive = section === "limits" || section === "schedule" || section === "suppressions";
  const line = `${shownName} = ${value === undefined || !isLive ? (example ?? value) : value}`;
  return `${comment(docs)}\n${value !== undefined && isLive ? line : `# ${line}`}`;
}

function leastSection({ name }: SchemaSection, imports: readonly string[]): string {
  const needed = new Set(imports);
  const lines = Object.entries(WASI_GROUPS)
    .filter(([, functions]) => functions.some((one) => needed.has(one)))
    .map(([group]) => `${group} = ["allow"]`);
  const grouped = new Set(Object.values(WASI_GROUPS).flat());
  for (const one of WASI_FUNCTIONS) {
    if (!needed.has(one) || grouped.has(one)) continue;
    lines.push(SOCKET_FUNCTIONS.includes(one) ? `# ${one}: refused, there is no network` : `${one} = true`);
  }
  const unknown = [...needed].filter((one) => !WASI_FUNCTIONS.includes(one));
  lines.push(
    ...unknown
      .sort()
      .map((one) => `# ${JSON.stringify(one)}: no function of WASI preview 1, so it is refused`),
  );
  return [
    comment("What this module imports; anything else is refused before it runs."),
    `[${name}]`,
    ...lines,
  ].join("\n");
}

/** Text as comment lines of bounded width. */
function comment(text: string): string {
  const lines: string[] = [];
  let line = "#";
  for (const word of text.split(" ")) {
    if (line.length + word.length >= COMMENT_WIDTH) {
      lines.push(line);
      line = "#";
    }
    line += ` ${word}`;
  }
  return [...lines, line].join("\n");
}
