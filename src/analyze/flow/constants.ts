import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  onlyChild,
  operatorOf,
  textOf,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { specOfConstant } from "./const-specs.ts";
import { type ConstantValue, fold, foldUnary } from "./fold.ts";
import { integerShape, wrap } from "./integers.ts";
import { integerOfLiteral, runeOfLiteral } from "./literals.ts";
import type { PackageIndex } from "./package-index.ts";
import type { GoSymbol, IndexedFile } from "./symbols.ts";
import { typeFromNode, underlying } from "./types.ts";

/** Deeper constant expressions are left unknown. */
const MAX_DEPTH = 100;
/** So are values defined by longer chains of others. */
const MAX_CHAIN = 60;

/** Evaluates constants of one package, each named one once. */
export interface ConstantTable {
  readonly index: PackageIndex;
  readonly known: Map<number, ConstantValue | undefined>;
  /** Values of things that are no constants but cannot change either, asked for last. */
  readonly extra: ((symbol: GoSymbol) => ConstantValue | undefined) | undefined;
  /** Named values that are being worked out, each for the next. */
  chain: number;
}

/** An empty table. `extra` gives values of variables that are as good as constant. */
export function newConstantTable(index: PackageIndex, extra?: ConstantTable["extra"]): ConstantTable {
  return { index, known: new Map(), extra, chain: 0 };
}

/** Value of the expression at `node`, when it is a constant integer or boolean; else undefined. */
export function constantAt(
  table: ConstantTable,
  file: IndexedFile,
  node: NodeId,
  iota?: number,
  depth = 0,
): ConstantValue | undefined {
  if (node === NO_NODE || depth > MAX_DEPTH) return undefined;
  const { tree } = file.source;
  const inner = (child: NodeId): ConstantValue | undefined => constantAt(table, file, child, iota, depth + 1);
  switch (tree.kind[node]) {
    case Kind.IntLiteral:
      return integerLiteral(textOf(tree, node));
    case Kind.RuneLiteral:
      return runeLiteral(textOf(tree, node));
    case Kind.True:
      return { value: true, type: undefined };
    case Kind.False:
      return { value: false, type: undefined };
    case Kind.Iota:
      return iota === undefined ? undefined : { value: BigInt(iota), type: undefined };
    case Kind.Identifier:
      return namedValue(table, file, node);
    case Kind.ParenthesizedExpression:
      return inner(onlyChild(tree, node));
    case Kind.UnaryExpression:
      return foldUnary(operatorOf(tree, node), inner(childIn(tree, node, Field.Operand)));
    case Kind.BinaryExpression:
      return binaryValue(file, node, inner);
    case Kind.CallExpression:
    case Kind.TypeConversionExpression:
      return conversionValue(table, file, node, inner);
    case Kind.SelectorExpression:
      return libraryConstant(table.index, file, node);
    default:
      return undefined;
  }
}

function binaryValue(
  file: IndexedFile,
  node: NodeId,
  inner: (child: NodeId) => ConstantValue | undefined,
): ConstantValue | undefined {
  const { tree } = file.source;
  const left = inner(childIn(tree, node, Field.Left));
  const operator = operatorOf(tree, node);
  if (left === undefined) return undefined;
  if (operator === "&&" && left.value === false) return left;
  if (operator === "||" && left.value === true) return left;
  const right = inner(childIn(tree, node, Field.Right));
  return right === undefined ? undefined : fold(operator, left, right);
}

function namedValue(table: ConstantTable, file: IndexedFile, node: NodeId): ConstantValue | undefined {
  const symbol = table.index.symbols[file.symbolOf[node]!];
  return symbol === undefined ? undefined : constantOf(table, symbol);
}

/** Value of a named constant, or of what the table holds to be as good as one. */
export function constantOf(table: ConstantTable, symbol: GoSymbol): ConstantValue | undefined {
  if (symbol.kind !== "constant" && table.extra === undefined) return undefined;
  if (table.known.has(symbol.id)) return table.known.get(symbol.id);
  table.known.set(symbol.id, undefined);
  if (table.chain > MAX_CHAIN) return undefined;
  table.chain++;
  const value = symbol.kind === "constant" ? declaredValue(table, symbol) : table.extra?.(symbol);
  table.chain--;
  table.known.set(symbol.id, value);
  return value;
}

function declaredValue(table: ConstantTable, symbol: GoSymbol): ConstantValue | undefined {
  const { file } = symbol;
  if (file === undefined) return undefined;
  const { tree } = file.source;
  const spec = specOfConstant(symbol);
  const list = spec === NO_NODE ? NO_NODE : childIn(tree, spec, Field.Value);
  const expression = list === NO_NODE ? undefined : childrenOf(tree, list)[symbol.position];
  if (expression === undefined) return undefined;
  const value = constantAt(table, file, expression, symbol.iota);
  const typeNode = childIn(tree, spec, Field.Type);
  return typeNode === NO_NODE ? value : converted(table, file, typeNode, value);
}

function converted(
  table: ConstantTable,
  file: IndexedFile,
  typeNode: NodeId,
  value: ConstantValue | undefined,
): ConstantValue | undefined {
  const type = underlying(table.index, typeFromNode(table.index, file, typeNode));
  if (value === undefined || type.kind !== "basic") return undefined;
  if (typeof value.value === "boolean") return type.name === "bool" ? { ...value, type: "bool" } : undefined;
  const shape = integerShape(type.name);
  return shape === undefined ? undefined : { value: wrap(value.value, shape), type: type.name };
}

function conversionValue(
  table: ConstantTable,
  file: IndexedFile,
  node: NodeId,
  inner: (child: NodeId) => ConstantValue | undefined,
): ConstantValue | undefined {
  const { tree } = file.source;
  if (tree.kind[node] === Kind.TypeConversionExpression) {
    return converted(table, file, childIn(tree, node, Field.Type), inner(childIn(tree, node, Field.Operand)));
  }
  const callee = childIn(tree, node, Field.Function);
  const symbol = callee === NO_NODE ? undefined : table.index.symbols[file.symbolOf[callee]!];
  const list = childIn(tree, node, Field.Arguments);
  const values = list === NO_NODE ? [] : childrenOf(tree, list);
  if (symbol?.kind !== "type" || values.length !== 1) return undefined;
  return converted(table, file, callee, inner(values[0]!));
}

/** `math.MaxInt32` and its kin. */
function libraryConstant(index: PackageIndex, file: IndexedFile, node: NodeId): ConstantValue | undefined {
  const { tree } = file.source;
  const operand = childIn(tree, node, Field.Operand);
  const symbol = operand === NO_NODE ? undefined : index.symbols[file.symbolOf[operand]!];
  if (symbol?.kind !== "package" || symbol.path !== "math") return undefined;
  const match = /^(Max|Min)(U?[Ii]nt(?:8|16|32|64)?)$/.exec(textOf(tree, childIn(tree, node, Field.Field)));
  const shape = match === null ? undefined : integerShape(match[2]!.toLowerCase());
  if (shape === undefined) return undefined;
  const top = 1n << BigInt(shape.signed ? shape.bits - 1 : shape.bits);
  return { value: match![1] === "Max" ? top - 1n : shape.signed ? -top : 0n, type: undefined };
}

function integerLiteral(text: string): ConstantValue | undefined {
  const value = text.length > 1_000 ? undefined : integerOfLiteral(text);
  return value === undefined ? undefined : { value, type: undefined };
}

function runeLiteral(text: string): ConstantValue | undefined {
  const code = runeOfLiteral(text);
  return code === undefined ? undefined : { value: BigInt(code), type: "untyped rune" };
}
