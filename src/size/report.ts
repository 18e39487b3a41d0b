export interface SizedName {
  readonly name: string;
  readonly bytes: number;
}

export interface SizedFunction extends SizedName {
  readonly index: number;
  readonly package: string;
}

export interface WhatIf {
  readonly change: string;
  readonly bytes: number;
  readonly gzip: number;
  readonly brotli: number;
  /** `measured`: done on these bytes. `rebuild`: needs another build. */
  readonly how: "measured" | "rebuild";
}

/**
 * Whether Go's own metadata (pclntab, moduledata) could be read. `known`: names, packages and data are from there, whatever
 * was stripped. `unknown`: there is such metadata, but not as expected; names are from the name section and the contents of
 * data are not attributed. `absent`: not made by Go's own compiler.
 */
export interface GoMetadata {
  readonly status: "known" | "unknown" | "absent";
  /** "go1.24", "go1.25" or "go1.26": the layout, which newer versions may share. */
  readonly layout?: string;
  /** Why the status is `unknown`; one clause. */
  readonly reason?: string;
}

/** The JSON of `audit`. All lists are sorted by falling size; sums are exact. */
export interface AuditReport {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly bytes: number;
  readonly gzip: number;
  readonly brotli: number;
  readonly sections: readonly SizedName[];
  readonly imports: readonly { readonly module: string; readonly name: string; readonly kind: string }[];
  readonly byKind: readonly SizedName[];
  readonly byPackage: readonly SizedName[];
  readonly functions: readonly SizedFunction[];
  readonly unattributedBytes: number;
  readonly whatIf: readonly WhatIf[];
  readonly goMetadata?: GoMetadata;
}
