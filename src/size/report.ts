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
}
