import { CAPABILITY_KEYS } from "./schema/capability-keys.ts";
import { IMPORT_KEYS_SCHEMA } from "./schema/import-keys.ts";
import type { SchemaKey } from "./schema/key.ts";
import { LIMIT_KEYS } from "./schema/limit-keys.ts";
import { SOURCE_KEYS } from "./schema/source-keys.ts";

/** A section of sandglass.toml, for docs and the file that `init` writes. */
export interface SchemaSection {
  readonly name: string;
  readonly docs: string;
  readonly keys: readonly SchemaKey[];
}

/** Every key that a policy file may hold. */
export const SCHEMA: readonly SchemaKey[] = [
  ...IMPORT_KEYS_SCHEMA,
  ...LIMIT_KEYS,
  ...CAPABILITY_KEYS,
  ...SOURCE_KEYS,
];

const SECTION_DOCS: readonly (readonly [name: string, docs: string])[] = [
  ["imports", "What holds for imports that the next section does not name."],
  [
    "imports.wasi_snapshot_preview1",
    "Functions of the host that a module may be linked to. Being there, this section is an allow-list.",
  ],
  ["limits", "What a run may use up. Every stop says which limit it was."],
  ["schedule", "How guests share a processor."],
  ["capabilities", "What of the host the guest gets to see; flags such as --deny-read take away from it."],
  ["go", "What source may import."],
  ["rules", "Severities of the analysis, by rule."],
  ["suppressions", "Comments that silence the analysis."],
];

/** The schema by section, in the order of a file. */
export const SECTIONS: readonly SchemaSection[] = SECTION_DOCS.map(([name, docs]) => ({
  name,
  docs,
  keys: SCHEMA.filter(({ key }) => key.slice(0, key.lastIndexOf(".")) === name),
}));
