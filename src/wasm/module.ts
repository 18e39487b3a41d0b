/** A half-open range of byte offsets in the file. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Section ids of the core specification 2.0 (5.5.2), and 13 of the exception-handling proposal. */
export const SectionId = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const;

/** A section as it stands in the file. `name` is the custom section's own name, else "type", "import", … */
export interface Section {
  readonly id: number;
  readonly name: string;
  /** Of the id byte. */
  readonly offset: number;
  /** The id and the length. */
  readonly header: ByteRange;
  /** All behind the header; in a custom section this begins with the name. */
  readonly payload: ByteRange;
}

export interface CustomSection {
  readonly name: string;
  /** What follows the name. */
  readonly contents: ByteRange;
  readonly section: Section;
}

/** Value types by their byte in the format. */
export const ValueType = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
  funcref: 0x70,
  externref: 0x6f,
  exnref: 0x69,
} as const;

/** Each value type is its byte (`ValueType`). */
export interface FunctionType {
  readonly parameters: readonly number[];
  readonly results: readonly number[];
}

/** Sizes of a memory in 64 KiB pages, of a table in elements. Sizes of 64-bit ones above 2^53 are rounded. */
export interface Limits {
  readonly minimum: number;
  readonly maximum: number | undefined;
  readonly shared: boolean;
  readonly is64: boolean;
  /** Of the flags byte. */
  readonly offset: number;
}

export interface Table {
  /** A reference type by its byte. */
  readonly element: number;
  readonly limits: Limits;
}

export interface GlobalType {
  readonly type: number;
  readonly mutable: boolean;
}

export interface Global extends GlobalType {
  /** The constant expression, with its end byte. */
  readonly initial: ByteRange;
}

export type ExternalType =
  | { readonly kind: "function"; readonly typeIndex: number }
  | { readonly kind: "table"; readonly table: Table }
  | { readonly kind: "memory"; readonly limits: Limits }
  | { readonly kind: "global"; readonly global: GlobalType }
  | { readonly kind: "tag"; readonly typeIndex: number };

export type ExternalKind = ExternalType["kind"];

export interface Import {
  readonly module: string;
  readonly name: string;
  readonly type: ExternalType;
  readonly offset: number;
}

export interface Export {
  readonly name: string;
  readonly kind: ExternalKind;
  /** In the index space of its kind, imports first. */
  readonly index: number;
  readonly offset: number;
}

export interface ElementSegment {
  readonly mode: "active" | "passive" | "declarative";
  readonly tableIndex: number;
  /** Offset expression of an active segment, with its end byte. */
  readonly at: ByteRange | undefined;
  readonly type: number;
  /** Function indices; undefined where an entry is ref.null or another expression (see `expressions`). */
  readonly functions: readonly (number | undefined)[];
  /** The entries with their number in front. */
  readonly entries: ByteRange;
  /** The same where the entries are expressions and not indices. */
  readonly expressions: ByteRange | undefined;
  readonly range: ByteRange;
}

export interface DataSegment {
  readonly mode: "active" | "passive";
  readonly memoryIndex: number;
  readonly at: ByteRange | undefined;
  readonly contents: ByteRange;
  readonly range: ByteRange;
}

/** A module as read from bytes; nothing is copied out of them. Lists hold what is defined, imports are apart. */
export interface WasmModule extends ModuleShape {
  readonly elements: readonly ElementSegment[];
  /** Each defined function's body, locals included, its length prefix not. */
  readonly code: readonly ByteRange[];
  readonly data: readonly DataSegment[];
}

/** A module without its bodies and segments. */
export interface ModuleShape {
  readonly bytes: Uint8Array;
  readonly sections: readonly Section[];
  readonly customSections: readonly CustomSection[];
  readonly types: readonly FunctionType[];
  readonly imports: readonly Import[];
  readonly importedCounts: Readonly<Record<ExternalKind, number>>;
  /** Type index of each defined function. */
  readonly functions: readonly number[];
  readonly tables: readonly Table[];
  readonly memories: readonly Limits[];
  readonly globals: readonly Global[];
  /** Type index of each defined exception tag. */
  readonly tags: readonly number[];
  readonly exports: readonly Export[];
  readonly start: number | undefined;
  readonly dataCount: number | undefined;
}
