import { hasSyntaxErrors } from "../../source/go-file.ts";
import { childIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { constantAt } from "../flow/constants.ts";
import { newFunctionFinder } from "../flow/enclosing.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { IndexedFile } from "../flow/symbols.ts";
import { textLength } from "../proofs/text-lengths.ts";
import { bytesText, typeBytes } from "../proofs/type-sizes.ts";
import { type Draft, type Rule, spanOf } from "../rule.ts";

/** The compiler refuses larger variables: "symbol too large (… bytes > 2000000000 bytes)", seen with Go 1.26. */
const VARIABLE_LIMIT_BYTES = 2_000_000_000n;
/** The compiler refuses larger types ("type too large"; cmd/compile/internal/types, MaxWidth of 64-bit targets). */
const TYPE_LIMIT_BYTES = 1n << 50n;
/** Data with values of its own is written out by the compiler byte for byte. */
const LITERAL_LIMIT_BYTES = 256_000_000n;

/** Variables and literals too large to be built. */
export const hugeType: Rule = {
  id: "huge-type",
  hazard: "compile-bomb",
  severity: "error",
  cwe: ["CWE-400"],
  help: "allocate what is needed at run time, with make",
  docs: {
    what: "A package variable, or a literal, of an array or struct type that is larger than a program can be.",
    why: "Few bytes of source make the compiler and the linker use all memory and disk, or fail after a long time.",
    bad: "var table [1 << 45]byte",
    good: "var table = make([]byte, 1<<16)",
  },
  check({ facts }, report) {
    for (const file of facts.index.files) {
      const { tree } = file.source;
      const functionAround = newFunctionFinder(file);
      for (let node = 1; node < tree.size; node++) {
        const kind = tree.kind[node];
        if (kind === Kind.ConstSpec) reportTexts(facts, file, node, report);
        if (kind !== Kind.VarSpec && kind !== Kind.CompositeLiteral) continue;
        const type = childIn(tree, node, Field.Type);
        const bytes =
          type === NO_NODE ? 0n : maximum(typeBytes(facts, file, type), indexedBytes(facts, file, node));
        if (bytes <= LITERAL_LIMIT_BYTES) continue;
        const fn = functionAround(node);
        const isPackageLevel = fn === undefined;
        const limit = isPackageLevel && isWritten(file, node) ? VARIABLE_LIMIT_BYTES : TYPE_LIMIT_BYTES;
        const isLiteral = isPackageLevel && kind === Kind.CompositeLiteral;
        if (bytes <= limit && !isLiteral) continue;
        const isBroken = fn?.broken === true || hasSyntaxErrors(file.source);
        const refused = bytes > limit && !isBroken;
        report({
          at: spanOf(file.source, type),
          ...(refused
            ? {
                severity: "error",
                witness: `its size is at least ${bytes} bytes, and Go's own limit is ${limit}`,
              }
            : { severity: "warning" }),
          message: `this takes ${bytesText(bytes)}${refused ? ", more than a program can have" : " in the built program"}`,
        });
      }
    }
  },
};

/** Whether the variable ends up in the program: a blank one does not. */
function isWritten({ source: { tree } }: IndexedFile, node: NodeId): boolean {
  let spec = node;
  if (tree.kind[node] === Kind.CompositeLiteral) spec = tree.parent[tree.parent[node]!]!;
  const name = spec > 0 && tree.kind[spec] === Kind.VarSpec ? childIn(tree, spec, Field.Name) : NO_NODE;
  return name === NO_NODE || textOf(tree, name) !== "_";
}

function maximum(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}

/** What `[...]T{1 << 40: x}` and `[]T{1 << 40: x}` take: their largest index counts. */
function indexedBytes(facts: PackageFacts, file: IndexedFile, literal: NodeId): bigint {
  const { tree } = file.source;
  const type = childIn(tree, literal, Field.Type);
  if (tree.kind[type] !== Kind.ImplicitLengthArrayType && tree.kind[type] !== Kind.SliceType) return 0n;
  const body = childIn(tree, literal, Field.Body);
  let length = 0n;
  for (const element of body === NO_NODE ? [] : childrenOf(tree, body)) {
    const key = tree.kind[element] === Kind.KeyedElement ? childIn(tree, element, Field.Key) : NO_NODE;
    const inner = key === NO_NODE ? undefined : childrenOf(tree, key)[0];
    const index = inner === undefined ? undefined : constantAt(facts.fixed, file, inner)?.value;
    if (typeof index === "bigint" && index >= length) length = index + 1n;
  }
  return length * typeBytes(facts, file, childIn(tree, type, Field.Element));
}

/** Constant strings that are doubled and doubled again. */
function reportTexts(
  facts: PackageFacts,
  file: IndexedFile,
  spec: NodeId,
  report: (finding: Draft) => void,
): void {
  const list = childIn(file.source.tree, spec, Field.Value);
  for (const value of list === NO_NODE ? [] : childrenOf(file.source.tree, list)) {
    const length = textLength(facts, file, value);
    if (length <= LITERAL_LIMIT_BYTES) continue;
    report({
      at: spanOf(file.source, value),
      severity: "warning",
      message: `this constant is ${bytesText(BigInt(length))} long, and the compiler works it out`,
      help: "build the string at run time, with strings.Repeat",
    });
  }
}
