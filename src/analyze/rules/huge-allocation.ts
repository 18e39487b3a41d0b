import { childIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { Call } from "../flow/call-graph.ts";
import { constantAt } from "../flow/constants.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "../flow/symbols.ts";
import { constantArguments, onlyValue } from "../proofs/arguments.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { evaluate } from "../proofs/evaluate.ts";
import { bytesText, typeBytes } from "../proofs/type-sizes.ts";
import { type Value, lengthOf as valueLength } from "../proofs/values.ts";
import { type Draft, type Rule, type RuleContext, spanOf } from "../rule.ts";

/** WebAssembly memory has 32-bit addresses: no program ever gets more. */
const ADDRESSABLE_BYTES = 1n << 32n;

/** Single allocations that the memory cannot hold. */
export const hugeAllocation: Rule = {
  id: "huge-allocation",
  hazard: "unbounded-alloc",
  severity: "error",
  cwe: ["CWE-789", "CWE-770"],
  help: "allocate less, or in pieces as they are needed",
  docs: {
    what: "A make, new, local variable, Repeat or Grow whose size is known and larger than the memory that the program may have.",
    why: 'The program stops with "out of memory" or a panic as soon as it gets there. The limit is the policy\'s; without one the 4 GiB that WebAssembly can address.',
    bad: "buffer := make([]byte, 1<<36)",
    good: "buffer := make([]byte, 1<<16)",
  },
  check(context, report) {
    const { facts } = context;
    for (const fn of facts.index.functions) {
      for (const call of facts.graph.calls[fn.id]!) {
        const draft = draftOf(context, fn, call.node, bytesOfCall(facts, fn, call));
        if (draft !== undefined) report(draft);
      }
      for (const { step, bytes } of largeVariables(facts, fn, limitOf(context))) {
        const draft = draftOf(context, fn, step, bytes);
        if (draft !== undefined) report(draft);
      }
    }
  },
};

function limitOf({ policy }: RuleContext): bigint {
  const limit = policy === undefined ? ADDRESSABLE_BYTES : BigInt(Math.floor(policy.limits.memoryBytes));
  return limit < ADDRESSABLE_BYTES ? limit : ADDRESSABLE_BYTES;
}

function draftOf(context: RuleContext, fn: GoFunction, node: NodeId, bytes: bigint): Draft | undefined {
  const limit = limitOf(context);
  if (bytes <= limit) return undefined;
  const { facts } = context;
  const isProved = !facts.recoversAnywhere && concurrencyOf(facts).mustReach.reaches(fn, node);
  return {
    at: spanOf(fn.file.source, node),
    ...(isProved
      ? {
          severity: "error",
          witness: `it needs at least ${bytes} bytes, the limit is ${limit}, and the program always comes here`,
        }
      : { severity: "warning" }),
    message: `this allocates ${bytesText(bytes)} at once; the limit is ${bytesText(limit)}`,
  };
}

function bytesOfCall(facts: PackageFacts, { file }: GoFunction, { node, callee }: Call): bigint {
  const { tree } = file.source;
  const list = childIn(tree, node, Field.Arguments);
  const given = list === NO_NODE ? [] : childrenOf(tree, list);
  if (callee.kind === "builtin") {
    if (callee.name === "new") return typeBytes(facts, file, given[0] ?? NO_NODE);
    return callee.name === "make" ? bytesOfMake(facts, file, given) : 0n;
  }
  if (callee.kind !== "library") return 0n;
  const name = `${callee.path}.${callee.name}`;
  if (name === "strings.Repeat" || name === "bytes.Repeat") {
    const times = count(facts, file, given[1] ?? NO_NODE);
    return times <= 1n ? 0n : lengthOf(facts, file, given[0] ?? NO_NODE) * times;
  }
  const grows = name === "strings.Builder.Grow" || name === "bytes.Buffer.Grow";
  return grows ? count(facts, file, given[0] ?? NO_NODE) : 0n;
}

function bytesOfMake(facts: PackageFacts, file: IndexedFile, given: readonly NodeId[]): bigint {
  let type = given[0] ?? NO_NODE;
  let home = file;
  for (
    let step = 0;
    step < 9 && type !== NO_NODE && home.source.tree.kind[type] === Kind.TypeIdentifier;
    step++
  ) {
    const symbol = facts.index.symbols[home.symbolOf[type]!];
    if (symbol?.kind !== "type" || symbol.file === undefined) return 0n;
    home = symbol.file;
    type = childIn(home.source.tree, symbol.declaration, Field.Type);
  }
  if (type === NO_NODE) return 0n;
  const kind = home.source.tree.kind[type];
  const field = kind === Kind.SliceType ? Field.Element : kind === Kind.ChannelType ? Field.Value : undefined;
  if (field === undefined) return 0n;
  const element = typeBytes(facts, home, childIn(home.source.tree, type, field));
  const sizes = given.slice(1).map((size) => count(facts, file, size));
  const most = sizes.sort((a, b) => (a < b ? 1 : -1))[0] ?? 0n;
  return most * element;
}

function count(facts: PackageFacts, file: IndexedFile, node: NodeId): bigint {
  const value = constantAt(facts.fixed, file, node)?.value ?? givenNumber(facts, file, node);
  return typeof value === "bigint" && value > 0n ? value : 0n;
}

/** Value of an expression of parameters to which every call gives the same constants. */
function givenNumber(facts: PackageFacts, file: IndexedFile, node: NodeId): bigint | undefined {
  if (node === NO_NODE) return undefined;
  const read = (symbol: GoSymbol): Value | undefined => {
    if (symbol.kind !== "parameter" || symbol.owner === undefined) return undefined;
    if (facts.changesOf(symbol).length > 0) return undefined;
    return constantArguments(facts, symbol.owner, "refused").get(symbol.id);
  };
  const value = evaluate({ facts, file, read }, node);
  return value?.kind === "integer" ? value.value : undefined;
}

/** At least so many bytes: the length of a plain string literal, else one if it is a literal at all. */
function lengthOf(facts: PackageFacts, file: IndexedFile, node: NodeId): bigint {
  const { tree } = file.source;
  if (node === NO_NODE) return 0n;
  const kind = tree.kind[node];
  if (kind === Kind.CompositeLiteral) {
    const body = childIn(tree, node, Field.Body);
    return BigInt(body === NO_NODE ? 0 : childrenOf(tree, body).length);
  }
  if (kind === Kind.TypeConversionExpression)
    return lengthOf(facts, file, childIn(tree, node, Field.Operand));
  if (kind === Kind.Identifier) return givenLength(facts, file, node);
  if (kind !== Kind.InterpretedStringLiteral && kind !== Kind.RawStringLiteral) return 0n;
  const text = textOf(tree, node).slice(1, -1);
  return BigInt(text.includes("\\") ? Math.ceil(text.length / 10) : text.length);
}

/** Length of a text that a parameter or variable always holds. */
function givenLength(facts: PackageFacts, file: IndexedFile, node: NodeId): bigint {
  const symbol = facts.index.symbols[file.symbolOf[node]!];
  if (symbol === undefined) return 0n;
  const value =
    symbol.kind === "parameter" && symbol.owner !== undefined && facts.changesOf(symbol).length === 0
      ? constantArguments(facts, symbol.owner, "refused").get(symbol.id)
      : onlyValue(facts, symbol, 0);
  return BigInt(valueLength(value) ?? 0);
}

interface LargeVariable {
  readonly step: NodeId;
  readonly bytes: bigint;
}

/** Declarations `var x T` in the body, outside literals, that can be reached and take more than the limit. */
function largeVariables(facts: PackageFacts, fn: GoFunction, limit: bigint): readonly LargeVariable[] {
  const { tree } = fn.file.source;
  const large: LargeVariable[] = [];
  const stop = fn.body === NO_NODE ? NO_NODE : tree.after[fn.body]!;
  for (let node = fn.body; node < stop; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.FuncLiteral) node = tree.after[node]! - 1;
    if (kind !== Kind.VarSpec) continue;
    const type = childIn(tree, node, Field.Type);
    const bytes = type === NO_NODE ? 0n : typeBytes(facts, fn.file, type);
    if (bytes > limit) large.push({ step: node, bytes });
  }
  const flow = large.length === 0 ? undefined : facts.flowOf(fn);
  if (flow === undefined) return [];
  const steps = new Set(flow.order.flatMap((block) => flow.blocks[block]!.steps));
  return large.filter(({ step }) => steps.has(step));
}
