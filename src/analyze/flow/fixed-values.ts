import { childIn, NO_NODE } from "../../source/tree.ts";
import { Field } from "../../source/tree-kinds.ts";
import { accessAt, initialValue, mayChange, startsAsZero } from "./accesses.ts";
import { type ConstantTable, constantAt, newConstantTable } from "./constants.ts";
import type { ConstantValue } from "./fold.ts";
import { integerShape, wrap } from "./integers.ts";
import type { PackageIndex } from "./package-index.ts";
import type { GoSymbol } from "./symbols.ts";
import { typeFromNode, underlying } from "./types.ts";

/**
 * A table of values that cannot change while the program runs: constants, and variables that nothing ever assigns.
 * Assembly could write a package variable, so a function without a body makes those unknown.
 */
export function newFixedValues(index: PackageIndex): ConstantTable {
  const hasAssembly = index.functions.some((fn) => fn.body === NO_NODE);
  const table: ConstantTable = newConstantTable(index, (symbol) =>
    symbol.kind === "variable" && isNeverAssigned(index, symbol, hasAssembly)
      ? startValue(table, symbol)
      : undefined,
  );
  return table;
}

function isNeverAssigned(index: PackageIndex, symbol: GoSymbol, hasAssembly: boolean): boolean {
  if (symbol.file === undefined) return false;
  if (symbol.owner !== undefined) {
    const { tree } = symbol.file.source;
    return symbol.uses.every((use) => !mayChange(accessAt(tree, use)));
  }
  const exported = /^\p{Lu}/u.test(symbol.name);
  if (hasAssembly || (exported && index.name !== "main")) return false;
  return symbol.uses.every((use, at) => !mayChange(accessAt(symbol.useFiles[at]!.source.tree, use)));
}

/** Value of a variable right after its declaration, when that is a constant. Its type is the variable's. */
export function startValue(table: ConstantTable, symbol: GoSymbol): ConstantValue | undefined {
  const { file, declaration } = symbol;
  if (file === undefined) return undefined;
  const typeNode = childIn(file.source.tree, declaration, Field.Type);
  const declared =
    typeNode === NO_NODE ? undefined : underlying(table.index, typeFromNode(table.index, file, typeNode));
  const typeName = declared?.kind === "basic" ? declared.name : undefined;
  if (typeNode !== NO_NODE && typeName === undefined) return undefined;
  if (startsAsZero(symbol)) return typeName === undefined ? undefined : zeroOf(typeName);
  const initial = initialValue(symbol);
  const value = initial === undefined ? undefined : constantAt(table, file, initial);
  return value === undefined ? undefined : typed(value, typeName);
}

function zeroOf(typeName: string): ConstantValue | undefined {
  if (typeName === "bool") return { value: false, type: "bool" };
  return integerShape(typeName) === undefined ? undefined : { value: 0n, type: typeName };
}

function typed(constant: ConstantValue, typeName: string | undefined): ConstantValue | undefined {
  const { value } = constant;
  if (typeof value === "boolean") return { value, type: "bool" };
  const type = typeName ?? (constant.type === "untyped rune" ? "rune" : (constant.type ?? "int"));
  const shape = integerShape(type);
  return shape === undefined ? undefined : { value: wrap(value, shape), type };
}
