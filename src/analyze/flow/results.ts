import { childIn, childrenIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { TypeOracle } from "./oracle.ts";
import type { IndexedFile } from "./symbols.ts";
import { type GoType, typeFromNode } from "./types.ts";

/** Types of the results of a call, empty when they are not known. */
export function resultTypes(
  oracle: TypeOracle,
  file: IndexedFile,
  call: NodeId,
  depth: number,
): readonly GoType[] {
  const callee = oracle.calleeOf(file, call, depth + 1);
  if (callee.kind === "library") return libraryResults(callee.path, callee.name);
  return callee.kind === "function" ? signatureResults(oracle, callee.fn.file, callee.fn.node) : [];
}

/** What makes the library's types that rules look at, each behind a pointer. */
const MAKERS: Readonly<Record<string, string>> = {
  "container/list.New": "List",
  "container/list.List.Front": "Element",
  "container/list.List.Back": "Element",
  "container/list.Element.Next": "Element",
  "container/list.Element.Prev": "Element",
  "bufio.NewReader": "Reader",
  "bufio.NewScanner": "Scanner",
  "encoding/csv.NewReader": "Reader",
  "encoding/json.NewDecoder": "Decoder",
  "encoding/xml.NewDecoder": "Decoder",
  "regexp.MustCompile": "Regexp",
  "sync.NewCond": "Cond",
  "time.NewTicker": "Ticker",
};

/** Functions and methods that give a time by value. */
const TIMES = /^(Now|Date|Unix|UnixMilli|Time\.(Add|AddDate|Truncate|Round|UTC|Local|In))$/;

function libraryResults(path: string, name: string): GoType[] {
  if (path === "time" && TIMES.test(name)) return [{ kind: "external", path, name: "Time" }];
  const made = MAKERS[`${path}.${name}`];
  return made === undefined ? [] : [{ kind: "pointer", element: { kind: "external", path, name: made } }];
}

const known = new WeakMap<IndexedFile, Map<NodeId, readonly GoType[]>>();

/** Result types of a function, method, literal or function type. */
export function signatureResults(oracle: TypeOracle, file: IndexedFile, node: NodeId): readonly GoType[] {
  let ofFile = known.get(file);
  if (ofFile === undefined) {
    ofFile = new Map();
    known.set(file, ofFile);
  }
  let results = ofFile.get(node);
  if (results === undefined) {
    results = declaredResults(oracle, file, node);
    ofFile.set(node, results);
  }
  return results;
}

function declaredResults(oracle: TypeOracle, file: IndexedFile, node: NodeId): readonly GoType[] {
  const { tree } = file.source;
  const result = childIn(tree, node, Field.Result);
  if (result === NO_NODE) return [];
  if (tree.kind[result] !== Kind.ParameterList) return [typeFromNode(oracle.index, file, result)];
  return childrenOf(tree, result).flatMap((declaration) => {
    const type = typeFromNode(oracle.index, file, childIn(tree, declaration, Field.Type));
    const names = childrenIn(tree, declaration, Field.Name).length;
    return Array.from({ length: Math.max(1, names) }, () => type);
  });
}
