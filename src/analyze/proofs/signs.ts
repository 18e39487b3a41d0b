import {
  childIn,
  childrenOf,
  firstChild,
  NO_NODE,
  type NodeId,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { specOfConstant } from "../flow/const-specs.ts";
import { constantAt } from "../flow/constants.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { IndexedFile } from "../flow/symbols.ts";
import { ownerOf } from "./storage.ts";

const MAX_DEPTH = 8;

/** 1, 0 or -1 for an expression whose sign is always the same; undefined when that is not known. */
export function signOf(facts: PackageFacts, file: IndexedFile, node: NodeId, depth = 0): number | undefined {
  const { tree } = file.source;
  const plain = withoutParentheses(tree, node);
  if (plain === NO_NODE || depth > MAX_DEPTH) return undefined;
  const value = constantAt(facts.fixed, file, plain)?.value;
  if (typeof value === "bigint") return value > 0n ? 1 : value < 0n ? -1 : 0;
  const inner = (field: number): number | undefined =>
    signOf(facts, file, childIn(tree, plain, field), depth + 1);
  switch (tree.kind[plain]) {
    case Kind.FloatLiteral:
      return Number(textOf(tree, plain).replaceAll("_", "")) > 0 ? 1 : undefined;
    case Kind.UnaryExpression: {
      const sign = operatorOf(tree, plain) === "-" ? inner(Field.Operand) : undefined;
      return sign === undefined ? undefined : -sign;
    }
    case Kind.BinaryExpression: {
      const [left, right] = [inner(Field.Left), inner(Field.Right)];
      return operatorOf(tree, plain) === "*" && left !== undefined && right !== undefined
        ? left * right
        : undefined;
    }
    case Kind.Identifier: {
      const symbol = facts.index.symbols[file.symbolOf[plain]!];
      const spec = symbol?.kind === "constant" ? specOfConstant(symbol) : NO_NODE;
      if (symbol?.file === undefined || spec === NO_NODE) return undefined;
      const home = symbol.file;
      const given = childrenOf(home.source.tree, childIn(home.source.tree, spec, Field.Value))[
        symbol.position
      ];
      return given === undefined ? undefined : signOf(facts, home, given, depth + 1);
    }
    case Kind.SelectorExpression:
      return /^time\.(Nano|Micro|Milli)?(second|Second|Minute|Hour)$/.test(textOf(tree, plain))
        ? 1
        : fieldSign(facts, file, plain, depth);
    default:
      return undefined;
  }
}

/** The sign of a field that only literals of its type set, all to constants of that sign. */
function fieldSign(
  facts: PackageFacts,
  file: IndexedFile,
  selector: NodeId,
  depth: number,
): number | undefined {
  const name = textOf(file.source.tree, childIn(file.source.tree, selector, Field.Field));
  const owner = ownerOf(
    facts,
    facts.oracle.typeOf(file, childIn(file.source.tree, selector, Field.Operand)),
    name,
  );
  if (owner === undefined) return undefined;
  const signs = new Set<number | undefined>();
  for (const home of facts.index.files) {
    const { tree } = home.source;
    facts.work.charge(tree.size);
    for (let node = 1; node < tree.size; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.CompositeLiteral)
        signs.add(signInLiteral(facts, home, node, { id: owner.id, name, depth }));
      else if (kind === Kind.SelectorExpression && isSet(home, node, name)) signs.add(undefined);
    }
  }
  signs.delete(0);
  const [only, another] = signs;
  return another === undefined && !signs.has(undefined) ? only : undefined;
}

/** Sign of the field in a literal; 0 in those that are none of its type. */
function signInLiteral(
  facts: PackageFacts,
  file: IndexedFile,
  literal: NodeId,
  field: { readonly id: number; readonly name: string; readonly depth: number },
): number | undefined {
  const { tree } = file.source;
  const body = childIn(tree, literal, Field.Body);
  const elements = body === NO_NODE ? [] : childrenOf(tree, body);
  const own = facts.oracle.typeOf(file, literal);
  const keyed = elements.find((element) => {
    const key = childIn(tree, element, Field.Key);
    return key !== NO_NODE && textOf(tree, key).trim() === field.name;
  });
  if (own.kind !== "named" || own.symbol.id !== field.id) return keyed === undefined ? 0 : undefined;
  if (keyed === undefined)
    return elements.some((one) => tree.kind[one] !== Kind.KeyedElement) ? undefined : 0;
  const value = childIn(tree, keyed, Field.Value);
  return value === NO_NODE ? undefined : signOf(facts, file, firstChild(tree, value), field.depth + 1);
}

function isSet({ source: { tree } }: IndexedFile, selector: NodeId, name: string): boolean {
  if (textOf(tree, childIn(tree, selector, Field.Field)) !== name) return false;
  const outer = tree.parent[selector]!;
  const kind = tree.kind[outer];
  const isAddress = kind === Kind.UnaryExpression && operatorOf(tree, outer) === "&";
  const isTarget = kind === Kind.ExpressionList && tree.field[outer] === Field.Left;
  return isAddress || isTarget || kind === Kind.IncStatement || kind === Kind.DecStatement;
}
