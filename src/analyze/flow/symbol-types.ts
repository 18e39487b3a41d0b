import { childIn, childrenIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { specOfConstant } from "./const-specs.ts";
import type { TypeOracle } from "./oracle.ts";
import { resultTypes } from "./results.ts";
import type { GoSymbol, IndexedFile } from "./symbols.ts";
import { basicType, type GoType, typeFromNode, UNKNOWN_TYPE, underlying } from "./types.ts";

const DEFAULT_TYPES: Readonly<Record<string, string>> = {
  "untyped int": "int",
  "untyped rune": "rune",
  "untyped float": "float64",
  "untyped bool": "bool",
  "untyped string": "string",
  "untyped complex": "complex128",
};

/** Type of a variable, parameter or constant, as declared or as inferred from its first value. */
export function symbolType(oracle: TypeOracle, symbol: GoSymbol, depth: number): GoType {
  const { file, declaration } = symbol;
  if (file === undefined) return UNKNOWN_TYPE;
  const { tree } = file.source;
  switch (tree.kind[declaration]) {
    case Kind.VarSpec:
      return specType(oracle, symbol, file, depth);
    case Kind.ConstSpec:
      return constantType(oracle, symbol, file, depth);
    case Kind.ShortVarDeclaration: {
      const names = childrenOf(tree, childIn(tree, declaration, Field.Left)).length;
      return valueType(
        oracle,
        file,
        { list: childIn(tree, declaration, Field.Right), names, ...symbol },
        depth,
      );
    }
    case Kind.ParameterDeclaration:
      return typeFromNode(oracle.index, file, childIn(tree, declaration, Field.Type));
    case Kind.VariadicParameterDeclaration:
      return {
        kind: "slice",
        element: typeFromNode(oracle.index, file, childIn(tree, declaration, Field.Type)),
      };
    case Kind.RangeClause:
      return rangeType(oracle, symbol, file, depth);
    case Kind.ReceiveStatement:
      return receivedType(oracle, symbol, file, depth);
    default:
      return UNKNOWN_TYPE;
  }
}

/** The type that a variable gets from an untyped constant. */
export function defaultType(type: GoType): GoType {
  const name = type.kind === "basic" ? DEFAULT_TYPES[type.name] : undefined;
  return name === undefined ? type : basicType(name);
}

/** The type that its spec names, else that of its value, which may be untyped. */
function constantType(oracle: TypeOracle, symbol: GoSymbol, file: IndexedFile, depth: number): GoType {
  const { tree } = file.source;
  const spec = specOfConstant(symbol);
  if (spec === NO_NODE) return UNKNOWN_TYPE;
  const typeNode = childIn(tree, spec, Field.Type);
  if (typeNode !== NO_NODE) return typeFromNode(oracle.index, file, typeNode);
  const value = childrenOf(tree, childIn(tree, spec, Field.Value))[symbol.position];
  return value === undefined ? UNKNOWN_TYPE : oracle.typeOf(file, value, depth + 1);
}

function specType(oracle: TypeOracle, symbol: GoSymbol, file: IndexedFile, depth: number): GoType {
  const { tree } = file.source;
  const typeNode = childIn(tree, symbol.declaration, Field.Type);
  if (typeNode !== NO_NODE) return typeFromNode(oracle.index, file, typeNode);
  const names = childrenIn(tree, symbol.declaration, Field.Name).length;
  const list = childIn(tree, symbol.declaration, Field.Value);
  return valueType(oracle, file, { list, names, position: symbol.position }, depth);
}

function valueType(
  oracle: TypeOracle,
  file: IndexedFile,
  given: { readonly list: NodeId; readonly names: number; readonly position: number },
  depth: number,
): GoType {
  if (given.list === NO_NODE) return UNKNOWN_TYPE;
  const { tree } = file.source;
  const values = childrenOf(tree, given.list);
  if (values.length === given.names)
    return defaultType(oracle.typeOf(file, values[given.position]!, depth + 1));
  if (values.length !== 1) return UNKNOWN_TYPE;
  const value = values[0]!;
  if (tree.kind[value] === Kind.CallExpression)
    return resultTypes(oracle, file, value, depth)[given.position] ?? UNKNOWN_TYPE;
  return given.position === 0 ? oracle.typeOf(file, value, depth + 1) : basicType("bool");
}

function rangeType(oracle: TypeOracle, symbol: GoSymbol, file: IndexedFile, depth: number): GoType {
  const operand = childIn(file.source.tree, symbol.declaration, Field.Right);
  if (operand === NO_NODE) return UNKNOWN_TYPE;
  const over = underlying(oracle.index, defaultType(oracle.typeOf(file, operand, depth + 1)));
  const first = symbol.position === 0;
  switch (over.kind) {
    case "slice":
    case "array":
      return first ? basicType("int") : over.element;
    case "pointer":
      return first ? basicType("int") : UNKNOWN_TYPE;
    case "channel":
      return over.element;
    case "map":
      return first ? UNKNOWN_TYPE : over.element;
    case "basic":
      return over.name === "string" ? basicType(first ? "int" : "rune") : over;
    default:
      return UNKNOWN_TYPE;
  }
}

function receivedType(oracle: TypeOracle, symbol: GoSymbol, file: IndexedFile, depth: number): GoType {
  const right = childIn(file.source.tree, symbol.declaration, Field.Right);
  if (right === NO_NODE || symbol.position > 0) return symbol.position > 0 ? basicType("bool") : UNKNOWN_TYPE;
  return oracle.typeOf(file, right, depth + 1);
}
