import type { GoFile } from "../../source/go-file.ts";
import { NO_NODE, type NodeId } from "../../source/tree.ts";
import type { Scope } from "./scope.ts";
import type { GoFunction, GoImport, GoSymbol, IndexedFile } from "./symbols.ts";

export interface FileNode {
  readonly file: IndexedFile;
  readonly node: NodeId;
}

/** The index while it is built. */
export interface IndexBuilder {
  readonly symbols: GoSymbol[];
  readonly functions: GoFunction[];
  readonly topLevelCalls: FileNode[];
  readonly packageScope: Scope;
  /** Of `true`, `false`, `nil` and `iota`, those that something in the package declares anew. */
  readonly hidden: Set<string>;
}

/** Predeclared values, which the grammar takes for literals. */
const LITERAL_NAMES: ReadonlySet<string> = new Set(["true", "false", "nil", "iota"]);

/** A file while its names are being resolved. */
export interface FileDraft {
  readonly source: GoFile;
  readonly home: string;
  readonly symbolOf: Int32Array;
  readonly functionAt: Map<NodeId, GoFunction>;
  readonly imports: GoImport[];
  readonly comments: NodeId[];
}

/** Adds a symbol. What is not given is as for a predeclared name. */
export function newSymbol(
  builder: IndexBuilder,
  given: Pick<GoSymbol, "name" | "kind"> & Partial<GoSymbol>,
): GoSymbol {
  const symbol: GoSymbol = {
    id: builder.symbols.length,
    name: given.name,
    kind: given.kind,
    file: given.file,
    node: given.node ?? NO_NODE,
    declaration: given.declaration ?? NO_NODE,
    position: given.position ?? 0,
    owner: given.owner,
    iota: given.iota ?? 0,
    path: given.path ?? "",
    uses: [],
    useFiles: [],
    underlying: undefined,
  };
  builder.symbols.push(symbol);
  if (LITERAL_NAMES.has(symbol.name)) builder.hidden.add(symbol.name);
  return symbol;
}
