import {
  childIn,
  childrenOf,
  contains,
  NO_NODE,
  type NodeId,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { argumentsOf } from "../proofs/lengths.ts";
import { type Rule, spanOf } from "../rule.ts";

/** Allocations as large as a number in the input says. */
export const untrustedSize: Rule = {
  id: "untrusted-size",
  hazard: "unbounded-alloc",
  severity: "warning",
  cwe: ["CWE-789", "CWE-770"],
  help: "compare the size with what is acceptable before it is allocated, or read piece by piece",
  docs: {
    what: "A make whose size is decoded from bytes of the input (32 or 64 bits, or a varint) and is compared with nothing.",
    why: "A header of eight bytes is enough to ask for all the memory that there is, and more.",
    bad: "n := binary.BigEndian.Uint32(header)\nbody := make([]byte, n)",
    good: "n := binary.BigEndian.Uint32(header)\nif n > maxBody {\n\treturn nil, errTooLarge\n}\nbody := make([]byte, n)",
  },
  check({ facts }, report) {
    for (const fn of facts.index.functions) {
      for (const { node, callee } of facts.graph.calls[fn.id]!) {
        if (callee.kind !== "builtin" || callee.name !== "make") continue;
        for (const size of argumentsOf(fn.file, node).slice(1)) {
          const source = decodedIn(facts, fn, size);
          if (source === undefined) continue;
          report({
            at: spanOf(fn.file.source, node),
            severity: "warning",
            message: "this allocates as much as the input says, and nothing limits that",
            related: [{ at: spanOf(fn.file.source, source), message: "the size is decoded here" }],
          });
          break;
        }
      }
    }
  },
};

/** The call that decodes a size; undefined when it comes from elsewhere, or something looks at it before. */
function decodedIn(facts: PackageFacts, fn: GoFunction, size: NodeId, depth = 0): NodeId | undefined {
  const { tree } = fn.file.source;
  const node = withoutParentheses(tree, size);
  if (node === NO_NODE || depth > 4) return undefined;
  if (tree.kind[node] === Kind.CallExpression) {
    if (isDecoding(facts, fn, node)) return node;
    const isConversion = facts.oracle.calleeOf(fn.file, node).kind === "conversion";
    const [inner] = argumentsOf(fn.file, node);
    return isConversion && inner !== undefined ? decodedIn(facts, fn, inner, depth + 1) : undefined;
  }
  if (tree.kind[node] !== Kind.Identifier) return undefined;
  const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
  if (symbol?.owner !== fn || facts.changesOf(symbol).length > 0 || isLookedAt(fn, symbol)) return undefined;
  const value = definitionOf(fn, symbol);
  return value === undefined ? undefined : decodedIn(facts, fn, value, depth + 1);
}

/** What a variable is declared with: its own expression, or the one call that gives all of the declared. */
function definitionOf({ file }: GoFunction, symbol: GoSymbol): NodeId | undefined {
  const { tree } = file.source;
  if (tree.kind[symbol.declaration] !== Kind.ShortVarDeclaration) return undefined;
  const values = childrenOf(tree, childIn(tree, symbol.declaration, Field.Right));
  return values.length === 1 && symbol.position === 0 ? values[0] : values[symbol.position];
}

/** `binary.BigEndian.Uint32(…)`, `binary.ReadUvarint(…)` and their like. */
function isDecoding(facts: PackageFacts, fn: GoFunction, call: NodeId): boolean {
  const { tree } = fn.file.source;
  const name = childIn(tree, call, Field.Function);
  if (name === NO_NODE || tree.kind[name] !== Kind.SelectorExpression) return false;
  let root = childIn(tree, name, Field.Operand);
  if (tree.kind[root] === Kind.SelectorExpression) root = childIn(tree, root, Field.Operand);
  const symbol =
    tree.kind[root] === Kind.Identifier ? facts.index.symbols[fn.file.symbolOf[root]!] : undefined;
  if (symbol?.kind !== "package" || symbol.path !== "encoding/binary") return false;
  return /\.(Uint32|Uint64|ReadUvarint|ReadVarint|Uvarint|Varint)$/.test(textOf(tree, name));
}

/** Whether a variable is compared with anything, or passed to somebody who may do so. */
function isLookedAt(fn: GoFunction, symbol: GoSymbol): boolean {
  const { tree } = fn.file.source;
  return symbol.uses.some((use) => {
    for (let at = tree.parent[use]!; at !== NO_NODE && contains(tree, fn.body, at); at = tree.parent[at]!) {
      const kind = tree.kind[at];
      if (kind === Kind.BinaryExpression && /^([<>]=?|[!=]=)$/.test(operatorOf(tree, at))) return true;
      if (kind === Kind.CallExpression)
        return !/^(make|u?int(32|64)?)$/.test(textOf(tree, childIn(tree, at, Field.Function)));
      if (kind === Kind.StatementList) return false;
    }
    return false;
  });
}
