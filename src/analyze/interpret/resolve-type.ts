import {
  childIn,
  childrenIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  onlyChild,
  operatorOf,
  textOf,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoSymbol, IndexedFile } from "../flow/symbols.ts";
import { type Exact, isWhole } from "./exact.ts";
import * as T from "./go-type.ts";
import { libraryType } from "./library/types.ts";
import { librarySymbol } from "./library-symbol.ts";
import { NO_TYPES, notModelled, type Program, type TypeEnvironment } from "./program.ts";
import { newTrack } from "./track.ts";

/** Where a type expression stands. */
export interface TypeScope {
  readonly program: Program;
  readonly file: IndexedFile;
  readonly types: TypeEnvironment;
}

/** The type that the expression at `node` means. Throws {@link NotModelled} for what is not modelled. */
export function typeAt(scope: TypeScope, node: NodeId): T.RunType {
  if (node === NO_NODE) notModelled("a missing type");
  const { tree } = scope.file.source;
  switch (tree.kind[node]) {
    case Kind.TypeIdentifier:
    case Kind.Identifier:
      return namedType(scope, node, []);
    case Kind.QualifiedType:
    case Kind.SelectorExpression:
      return namedType(scope, node, []);
    case Kind.GenericType: {
      const list = childIn(tree, node, Field.TypeArguments);
      const given = childrenOf(tree, list).map((one) => typeAt(scope, one));
      return namedType(scope, childIn(tree, node, Field.Type), given);
    }
    case Kind.IndexExpression: {
      const given = [typeAt(scope, childIn(tree, node, Field.Index))];
      return namedType(scope, childIn(tree, node, Field.Operand), given);
    }
    case Kind.TypeElem:
    case Kind.TypeConstraint:
      return childrenOf(tree, node).length === 1
        ? typeAt(scope, onlyChild(tree, node))
        : notModelled("a union");
    case Kind.ParenthesizedType:
    case Kind.ParenthesizedExpression:
    case Kind.NegatedType:
      return typeAt(scope, onlyChild(tree, node));
    case Kind.PointerType:
      return T.pointerTo(typeAt(scope, onlyChild(tree, node)));
    case Kind.UnaryExpression:
      return operatorOf(tree, node) === "*"
        ? T.pointerTo(typeAt(scope, childIn(tree, node, Field.Operand)))
        : notModelled("no type");
    case Kind.SliceType:
      return T.sliceOf(typeAt(scope, childIn(tree, node, Field.Element)));
    case Kind.ArrayType:
      return arrayType(scope, node);
    case Kind.MapType:
      return T.mapOf(
        typeAt(scope, childIn(tree, node, Field.Key)),
        typeAt(scope, childIn(tree, node, Field.Value)),
      );
    case Kind.ChannelType: {
      const element = typeAt(scope, childIn(tree, node, Field.Value));
      return { kind: "channel", id: `${textOf(tree, node).slice(0, 6)} ${element.id}`, element };
    }
    case Kind.FunctionType:
      return signatureAt(scope, node);
    case Kind.StructType:
      return structType(scope, node);
    case Kind.InterfaceType:
      return interfaceType(scope, node);
    default:
      return notModelled("a kind of type");
  }
}

function arrayType(scope: TypeScope, node: NodeId): T.RunType {
  const { tree } = scope.file.source;
  const { constant } = scope.program.constantAt(scope.file, childIn(tree, node, Field.Length), scope.types);
  if (typeof constant !== "object" || !isWhole(constant)) notModelled("the length of an array");
  const length = Number((constant as Exact).top);
  return T.arrayOf(length, typeAt(scope, childIn(tree, node, Field.Element)));
}

function qualified(scope: TypeScope, home: NodeId, name: string, given: readonly T.RunType[]): T.RunType {
  const symbol = scope.program.index.symbols[scope.file.symbolOf[home]!];
  if (symbol?.kind !== "package") return notModelled("a qualified type");
  const type = libraryType(symbol.path, name);
  if (type !== undefined) return type;
  const declared = librarySymbol(scope.program, symbol.path, name);
  if (declared?.kind !== "type") return notModelled(`${symbol.path}.${name}`);
  return declaredType(scope, declared, given);
}

function namedType(scope: TypeScope, node: NodeId, given: readonly T.RunType[]): T.RunType {
  const { program, file } = scope;
  const { tree } = file.source;
  if (tree.kind[node] === Kind.QualifiedType) {
    const [home, name] = childrenOf(tree, node);
    return qualified(scope, home!, textOf(tree, name!), given);
  }
  if (tree.kind[node] === Kind.SelectorExpression) {
    const name = textOf(tree, childIn(tree, node, Field.Field));
    return qualified(scope, childIn(tree, node, Field.Operand), name, given);
  }
  if (tree.kind[node] !== Kind.TypeIdentifier && tree.kind[node] !== Kind.Identifier)
    return typeAt(scope, node);
  const symbol = program.index.symbols[file.symbolOf[node]!];
  if (symbol === undefined) return notModelled(`the type ${textOf(tree, node)}`);
  if (symbol.kind === "type-parameter") return scope.types.get(symbol.id) ?? notModelled("a type parameter");
  if (symbol.kind !== "type") return notModelled("no type");
  return declaredType(scope, symbol, given);
}

/** The type that a symbol stands for, with its type arguments. */
function declaredType(scope: TypeScope, symbol: GoSymbol, given: readonly T.RunType[]): T.RunType {
  const { program } = scope;
  if (symbol.file === undefined) return predeclared(symbol.name);
  const declared = symbol.file.source.tree;
  const isAlias = declared.kind[symbol.declaration] === Kind.TypeAlias;
  const body = childIn(declared, symbol.declaration, Field.Type);
  if (isAlias && given.length === 0) return typeAt({ program, file: symbol.file, types: scope.types }, body);
  const own = ownTypes(program, symbol, given);
  const outer = symbol.owner === undefined ? NO_TYPES : scope.types;
  const around = symbol.owner === undefined ? "" : [...outer.values()].map(({ id }) => id).join();
  const id = `${symbol.name}#${symbol.id}[${given.map((one) => one.id).join()}]${around}`;
  const known = program.named.get(id);
  if (known !== undefined) return known;
  let behind: T.RunType | undefined;
  let isOpen = false;
  const home = { program, file: symbol.file, types: new Map([...outer, ...own]) };
  const type: T.RunType = {
    kind: "named",
    id,
    symbol,
    typeArguments: given,
    behind() {
      if (behind !== undefined) return behind;
      if (isOpen) return notModelled("a type within itself");
      isOpen = true;
      const found = T.under(typeAt(home, body));
      if (partsOf(found) > MAX_PARTS) notModelled("a type of so many parts");
      behind = found;
      return behind;
    },
  };
  program.named.set(id, type);
  return type;
}

/** A type with more fields, those of inner structs counted each time, is an attack. */
const MAX_PARTS = 20_000;
const partCounts = new WeakMap<T.RunType, number>();

/** Fields of a type, with those of the structs and arrays in it. */
function partsOf(type: T.RunType): number {
  const known = partCounts.get(type);
  if (known !== undefined) return known;
  const base = T.under(type);
  const inner = base.kind === "array" ? [base.element!] : (base.fields ?? []).map((field) => field.type);
  const count =
    base.kind === "struct" || base.kind === "array" ? inner.reduce((sum, one) => sum + partsOf(one), 1) : 1;
  partCounts.set(type, count);
  return count;
}

/** The type parameters of a declared type with their arguments. */
export function ownTypes(program: Program, symbol: GoSymbol, given: readonly T.RunType[]): TypeEnvironment {
  const names = typeParametersOf(symbol.file!, symbol.declaration);
  const types = new Map<number, T.RunType>();
  for (const [at, name] of names.entries()) {
    const parameter = program.index.symbols[symbol.file!.symbolOf[name]!];
    if (parameter !== undefined && given[at] !== undefined) types.set(parameter.id, given[at]!);
  }
  return types;
}

/** The names of the type parameters that a declaration has. */
export function typeParametersOf(file: IndexedFile, declaration: NodeId): readonly NodeId[] {
  const { tree } = file.source;
  const list = childIn(tree, declaration, Field.TypeParameters);
  if (list === NO_NODE) return [];
  return childrenOf(tree, list).flatMap((one) => childrenIn(tree, one, Field.Name));
}

function predeclared(name: string): T.RunType {
  if (name === "error") return T.ERROR;
  if (name === "any" || name === "comparable") return T.ANY;
  return T.BASIC.get(name) ?? notModelled(name);
}

/** The function type of a signature: of a function, a method without its receiver, a literal, or a type. */
export function signatureAt(scope: TypeScope, node: NodeId): T.RunType {
  const { tree } = scope.file.source;
  let variadic = false;
  const parameters = childrenOf(tree, childIn(tree, node, Field.Parameters)).flatMap((declaration) => {
    let type = typeAt(scope, childIn(tree, declaration, Field.Type));
    if (tree.kind[declaration] === Kind.VariadicParameterDeclaration) {
      variadic = true;
      type = T.sliceOf(type);
    }
    return repeated(type, childrenIn(tree, declaration, Field.Name).length);
  });
  return T.functionOf(parameters, resultsAt(scope, node), variadic);
}

function resultsAt(scope: TypeScope, node: NodeId): readonly T.RunType[] {
  const { tree } = scope.file.source;
  const result = childIn(tree, node, Field.Result);
  if (result === NO_NODE) return [];
  if (tree.kind[result] !== Kind.ParameterList) return [typeAt(scope, result)];
  return childrenOf(tree, result).flatMap((declaration) => {
    const type = typeAt(scope, childIn(tree, declaration, Field.Type));
    return repeated(type, childrenIn(tree, declaration, Field.Name).length);
  });
}

const repeated = (type: T.RunType, names: number): T.RunType[] => new Array(Math.max(1, names)).fill(type);

function structType(scope: TypeScope, node: NodeId): T.RunType {
  const { tree } = scope.file.source;
  const list = childrenOf(tree, node).find((child) => tree.kind[child] === Kind.FieldDeclarationList);
  const fields = (list === undefined ? [] : childrenOf(tree, list)).flatMap(
    (declaration): T.FieldOfType[] => {
      const typeNode = childIn(tree, declaration, Field.Type);
      const written = typeAt(scope, typeNode);
      const names = childrenIn(tree, declaration, Field.Name).map((name) => textOf(tree, name));
      if (names.length > 0) return names.map((name) => fieldOf(name, written, false));
      const pointer = operatorOf(tree, declaration) === "*";
      const name = textOf(tree, typeNode).replace(/\[.*$/s, "").split(".").at(-1)!;
      return [fieldOf(name.trim(), pointer ? T.pointerTo(written) : written, true)];
    },
  );
  const tags = (list === undefined ? [] : childrenOf(tree, list)).map((declaration) => {
    const tag = childIn(tree, declaration, Field.Tag);
    return tag === NO_NODE ? "" : textOf(tree, tag);
  });
  const id = `struct${tags.join("")}{${fields.map(({ name, type }) => `${name} ${type.id}`).join("; ")}}`;
  return { kind: "struct", id, fields };
}

function fieldOf(name: string, type: T.RunType, embedded: boolean): T.FieldOfType {
  return { name, type, embedded, track: newTrack(name, type.kind !== "named" && type.kind === "float") };
}

function interfaceType(scope: TypeScope, node: NodeId): T.RunType {
  const { tree } = scope.file.source;
  const methods = childrenOf(tree, node).flatMap((child): readonly T.MethodOfType[] => {
    if (tree.kind[child] === Kind.MethodElem) {
      const name = textOf(tree, childIn(tree, child, Field.Name));
      return [{ name, type: signatureAt(scope, child) }];
    }
    // Unions only restrict type arguments, which the compiler has checked.
    if (childrenOf(tree, child).length !== 1) return [];
    const inner = onlyChild(tree, child);
    if (tree.kind[inner] === Kind.NegatedType) return [];
    const embedded = T.under(typeAt(scope, inner));
    return embedded.kind === "interface" ? embedded.methods! : [];
  });
  return T.interfaceOf([...new Map(methods.map((method) => [method.name, method])).values()]);
}
