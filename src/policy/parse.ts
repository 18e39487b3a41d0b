import { ToolError } from "../errors.ts";
import { withSettledSources } from "./determinism.ts";
import { didYouMean } from "./did-you-mean.ts";
import { withDeniedEnvironment } from "./environment.ts";
import type { Policy, PolicyOrigin, PresetName } from "./policy.ts";
import { deniedSockets, minimalImports, presetPolicy } from "./presets.ts";
import { badType } from "./read-value.ts";
import { WASI_KEYS, WASI_SECTION } from "./schema/import-keys.ts";
import type { SchemaKey } from "./schema/key.ts";
import { SCHEMA } from "./schema.ts";
import { parseToml, type TomlEntry, type TomlTable } from "./toml.ts";

/**
 * The policy that a file (sandglass.toml, or a wasi-config.toml with its section for WASI imports) makes of a preset. A file
 * refuses sock_* for good; its section for imports is an allow-list beyond what every Go program needs.
 * Throws ToolError `policy/...` with line and column: bad TOML, an unknown key with the nearest known one, a bad value.
 */
export function parsePolicy(text: string, fileName: string, preset: PresetName): Policy {
  const root = parseToml(text, fileName);
  const reading: Reading = { file: fileName, origins: new Map(), policy: presetPolicy(preset) };
  readTable(root, "", reading);
  const policy = { ...reading.policy, file: fileName, origins: reading.origins };
  const linked = withSection(policy, root);
  return withDeniedEnvironment(withSettledSources(withoutSockets(linked)));
}

interface Reading {
  readonly file: string;
  readonly origins: Map<string, PolicyOrigin>;
  policy: Policy;
}

function readTable(table: TomlTable, prefix: string, reading: Reading): void {
  for (const [name, entry] of table.entries) {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const key = schemaKey(prefix, name);
    if (key !== undefined) readKey(key, { path, name, entry }, reading);
    else if (!isSection(path)) throw unknownKey(name, prefix, entry);
    else if (entry.value.type === "table") readTable(entry.value, path, reading);
    else throw badType(entry.value, { label: path, place: entry.value.place }, `a section, [${path}]`);
  }
}

function readKey(
  key: SchemaKey,
  { path, name, entry }: { readonly path: string; readonly name: string; readonly entry: TomlEntry },
  reading: Reading,
): void {
  const { line = 1, column = 1 } = entry.place;
  reading.origins.set(path, { file: reading.file, line, column });
  const place = key.key === "rules.*" ? entry.place : entry.value.place;
  reading.policy = key.apply(reading.policy, entry.value, { label: path, place }, name);
}

function schemaKey(prefix: string, name: string): SchemaKey | undefined {
  const exact = SCHEMA.find(({ key }) => key === `${prefix}.${name}`);
  if (exact !== undefined || name === "*") return exact;
  if (prefix === WASI_SECTION && !WASI_KEYS.includes(name)) return undefined;
  return SCHEMA.find(({ key }) => key === `${prefix}.*`);
}

function isSection(path: string): boolean {
  return SCHEMA.some(({ key }) => key.startsWith(`${path}.`));
}

function unknownKey(name: string, prefix: string, { place }: TomlEntry): ToolError {
  const known = prefix === WASI_SECTION ? WASI_KEYS : namesIn(prefix);
  const near = didYouMean(name, known);
  const elsewhere = near === undefined ? SCHEMA.find(({ key }) => key.endsWith(`.${name}`))?.key : undefined;
  const where = prefix === "" ? "at the top of the file" : `in [${prefix}]`;
  const hint =
    near !== undefined
      ? `did you mean '${near}'?`
      : elsewhere !== undefined
        ? `it belongs into [${elsewhere.slice(0, elsewhere.lastIndexOf("."))}]`
        : prefix === WASI_SECTION
          ? "name a function of WASI preview 1, args or env"
          : `known here: ${known.join(", ")}`;
  return new ToolError("policy/unknown-key", `unknown key '${name}' ${where}`, { hint, place });
}

/** Names that the schema has directly below a prefix. */
function namesIn(prefix: string): readonly string[] {
  const start = prefix === "" ? "" : `${prefix}.`;
  const names = SCHEMA.filter(({ key }) => key.startsWith(start)).map(
    ({ key }) => key.slice(start.length).split(".", 1)[0]!,
  );
  return [...new Set(names)].filter((name) => name !== "*");
}

/** A section for imports denies what it does not name, but for what every Go program needs. */
function withSection(policy: Policy, root: TomlTable): Policy {
  const imports = root.entries.get("imports")?.value;
  const section = imports?.type === "table" ? imports.entries.has("wasi_snapshot_preview1") : false;
  const otherImports = policy.origins.has("imports.others") || !section ? policy.otherImports : "deny";
  if (otherImports === "allow") return policy;
  return { ...policy, otherImports, imports: new Map([...minimalImports(), ...policy.imports]) };
}

function withoutSockets(policy: Policy): Policy {
  return { ...policy, imports: new Map([...policy.imports, ...deniedSockets()]) };
}
