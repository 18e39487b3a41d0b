import { childIn, childrenIn, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoFunction } from "../flow/symbols.ts";
import type { RunType } from "./go-type.ts";
import type { Member } from "./lookup.ts";
import { NO_TYPES, notModelled, type Program, type TypeEnvironment } from "./program.ts";
import { signatureAt } from "./resolve-type.ts";

/** The type of a method without its receiver. */
export function methodSignature(program: Program, member: Member): RunType {
  switch (member.kind) {
    case "field":
      return member.field.type;
    case "interface":
      return member.method.type;
    case "library":
      return member.method.native.type;
    case "method":
      return signatureAt(
        { program, file: member.fn.file, types: receiverTypes(program, member.fn, member.owner) },
        member.fn.node,
      );
  }
}

/** What the type parameters in the receiver of a method stand for, when the receiver is a value of `owner`. */
export function receiverTypes(program: Program, fn: GoFunction, owner: RunType): TypeEnvironment {
  const given = owner.typeArguments ?? [];
  if (given.length === 0) return NO_TYPES;
  const { tree } = fn.file.source;
  const list = childIn(tree, fn.node, Field.Receiver);
  const names: NodeId[] = [];
  for (let node = list; node < tree.after[list]!; node++) {
    if (tree.kind[node] !== Kind.TypeArguments) continue;
    for (let inner = node; inner < tree.after[node]!; inner++)
      if (tree.kind[inner] === Kind.TypeIdentifier) names.push(inner);
    break;
  }
  const types = new Map<number, RunType>();
  for (const [at, name] of names.entries()) {
    const symbol = program.index.symbols[fn.file.symbolOf[name]!];
    if (symbol?.kind === "type-parameter" && given[at] !== undefined) types.set(symbol.id, given[at]!);
  }
  return names.length === given.length ? types : notModelled("the type parameters of a receiver");
}

/** Name nodes of the parameters of a function, receiver first; undefined for those without a name. */
export function parameterNames(fn: GoFunction): readonly (NodeId | undefined)[] {
  const { tree } = fn.file.source;
  const receiver = childIn(tree, fn.node, Field.Receiver);
  const lists = [receiver, childIn(tree, fn.node, Field.Parameters)].filter((list) => list !== NO_NODE);
  return lists.flatMap((list) => {
    const found: (NodeId | undefined)[] = [];
    for (let one = list + 1; one < tree.after[list]!; one = tree.after[one]!) {
      if (tree.kind[one] === Kind.Comment) continue;
      const names = childrenIn(tree, one, Field.Name);
      found.push(...(names.length === 0 ? [undefined] : names));
    }
    return found;
  });
}
