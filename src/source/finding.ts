/**
 * What can go wrong, coarsely. A rule is finer. `does-not-build` is for the compiler's own errors, `bad-suppression` for
 * a `//sandglass:ignore` that silences nothing.
 */
export type Hazard =
  | "infinite-loop"
  | "invariant-condition"
  | "no-progress"
  | "wrong-direction"
  | "unsigned-wrap"
  | "float-counter"
  | "growing-bound"
  | "unbounded-recursion"
  | "non-decreasing-recursion"
  | "goroutine-leak"
  | "deadlock"
  | "unbounded-alloc"
  | "spawn-bomb"
  | "busy-wait"
  | "compile-bomb"
  | "forbidden-api"
  | "does-not-build"
  | "bad-suppression";

/** `error` rejects the program and must be proved; `warning` and `info` never stop a run. */
export type Severity = "error" | "warning" | "info";

/** A stretch of a file. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface Region {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A further labelled place of a finding ("the update is shadowed here"). */
export interface RelatedPlace extends Region {
  readonly message: string;
}

/** One hazard at one place. This is the JSON of `check`, so fields are only ever added. */
export interface Finding extends Region {
  readonly rule: string;
  readonly hazard: Hazard;
  readonly severity: Severity;
  /** States the fact, one line, no full stop. */
  readonly message: string;
  /** States the cure. */
  readonly help: string;
  readonly cwe: readonly string[];
  /** The proof in words, for severity `error`; undefined when nothing is proved. */
  readonly witness?: string;
  readonly related: readonly RelatedPlace[];
  /**
   * Steps of one execution that runs into the hazard, in the order in which they happen: once round a circle of calls, or
   * from the start of a goroutine to where it waits. The place of the finding is one of them. Absent: nothing to walk.
   */
  readonly path?: readonly RelatedPlace[];
  /** Stable under moved lines: hash of rule, normalised line, enclosing function and ordinal in the file. */
  readonly fingerprint: string;
}

/** The JSON of `check`. */
export interface CheckReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "sandglass"; readonly version: string };
  readonly files: number;
  readonly functions: number;
  readonly loops: number;
  readonly findings: readonly Finding[];
  /** Findings silenced by `//sandglass:ignore`, with the reason given. */
  readonly suppressed: readonly (Finding & { readonly reason: string })[];
}
