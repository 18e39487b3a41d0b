import type { GoFile } from "../../source/go-file.ts";
import type { NodeId } from "../../source/tree.ts";
import type { GoType } from "./types.ts";

export type SymbolKind =
  | "variable"
  | "parameter"
  | "constant"
  | "type"
  | "type-parameter"
  | "function"
  | "package"
  | "builtin";

/** Something that a name stands for: declared in the package, imported, or predeclared. */
export interface GoSymbol {
  readonly id: number;
  readonly name: string;
  readonly kind: SymbolKind;
  /** undefined for what Go predeclares. */
  readonly file: IndexedFile | undefined;
  /** The identifier that declares it. */
  readonly node: NodeId;
  /** The spec, statement or parameter declaration around `node`. */
  readonly declaration: NodeId;
  /** Position among the names that `declaration` declares together. */
  readonly position: number;
  /** Function whose body or signature declares it; undefined at package level. */
  readonly owner: GoFunction | undefined;
  /** Value of iota, for constants. */
  readonly iota: number;
  /** Import path, for packages. */
  readonly path: string;
  /** Every mention after the declaration, in the order of `useFiles`. */
  readonly uses: NodeId[];
  /** File of each use; empty for local symbols, whose uses are all in `file`. */
  readonly useFiles: IndexedFile[];
  /** Of type names: what values of the type are made of, once somebody has asked. */
  underlying: GoType | undefined;
}

/** A function, method or function literal with its place. */
export interface GoFunction {
  readonly id: number;
  readonly file: IndexedFile;
  readonly node: NodeId;
  /** `f`, `T.M`, or for literals `f.func1`. */
  readonly name: string;
  readonly kind: "function" | "method" | "literal";
  /** Of methods. */
  readonly receiver: Receiver | undefined;
  /** Function around a literal; undefined at package level. */
  readonly parent: GoFunction | undefined;
  /** NO_NODE when the body is elsewhere (assembly, linkname). */
  readonly body: NodeId;
  /** Calls, conversions that may be calls, in order, without those of nested literals. */
  readonly calls: NodeId[];
  readonly literals: GoFunction[];
  /** Whether a syntax error lies in it: then nothing about it is proved. */
  broken: boolean;
  /** Number of for statements directly in it. */
  loops: number;
  /** Number of labels directly in it: without any, and without for, there is no loop. */
  labels: number;
  /** Number of select statements directly in it. */
  selects: number;
}

export interface Receiver {
  readonly typeName: string;
  readonly pointer: boolean;
  /** NO_NODE when the receiver has no name. */
  readonly name: NodeId;
}

/** A file whose names are resolved. */
export interface IndexedFile {
  readonly source: GoFile;
  /** "" in the package that is analysed; `container/list.` in a library. */
  readonly home: string;
  /** Identifier node → symbol id, -1 for what is not resolved (dot imports, fields, labels). */
  readonly symbolOf: Int32Array;
  /** Function around each node of a literal or declaration: its node → the function. */
  readonly functionAt: Map<NodeId, GoFunction>;
  readonly imports: readonly GoImport[];
  /** Comments, for directives. */
  readonly comments: readonly NodeId[];
}

export interface GoImport {
  readonly path: string;
  /** Name under which the file uses it; "." and "_" as written. */
  readonly localName: string;
  /** The import spec. */
  readonly node: NodeId;
  readonly symbol: GoSymbol | undefined;
}
