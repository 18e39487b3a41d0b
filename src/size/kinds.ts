/** What a byte of the module is for. Index 0 is for bytes that nothing claimed. The order has no meaning otherwise. */
export const KINDS = [
  "unknown",
  "code",
  "data segment headers",
  "module structure",
  "name section",
  "producers and build id",
  "debug info",
  "other custom sections",
  "data",
  "pclntab functions",
  "pclntab function names",
  "pclntab file names",
  "pclntab lines",
  "pclntab files",
  "pclntab stack depths",
  "pclntab other tables",
  "findfunctab",
  "funcdata",
  "module data",
  "type descriptors",
  "type names",
  "type links",
  "gc masks",
  "itabs",
  "function values",
  "strings",
  "read-only data",
  "variables",
] as const;

export type Kind = (typeof KINDS)[number];

export const KIND_INDEX: ReadonlyMap<Kind, number> = new Map(KINDS.map((kind, index) => [kind, index]));
