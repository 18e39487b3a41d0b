import type { PackageIndex } from "../flow/package-index.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { type FieldOfType, type MethodOfType, type RunType, under } from "./go-type.ts";
import { type LibraryMethod, libraryMethod } from "./library/methods.ts";

/** What a selector finds in a type, after going through embedded fields. */
export type Member = {
  /** Fields to go through first; pointers are followed on the way. */
  readonly path: readonly { readonly field: FieldOfType; readonly at: number }[];
} & (
  | { readonly kind: "field"; readonly field: FieldOfType; readonly at: number }
  | { readonly kind: "method"; readonly owner: RunType; readonly fn: GoFunction }
  | { readonly kind: "library"; readonly owner: RunType; readonly method: LibraryMethod }
  | { readonly kind: "interface"; readonly method: MethodOfType }
);

const MAX_EMBEDDING = 6;

/** The field or method `name` of `type` or of what it points to (go.dev/ref/spec#Selectors). */
export function memberOf(index: PackageIndex, type: RunType, name: string): Member | undefined {
  let known = members.get(type);
  if (known === undefined) {
    known = new Map();
    members.set(type, known);
  }
  if (!known.has(name)) known.set(name, foundMember(index, type, name));
  return known.get(name);
}

/** A type belongs to one package, so the package need not be part of the key. */
const members = new WeakMap<RunType, Map<string, Member | undefined>>();
/** Types embedded side by side; more are not searched. */
const MAX_BREADTH = 100;

function foundMember(index: PackageIndex, type: RunType, name: string): Member | undefined {
  let level: { type: RunType; path: Member["path"] }[] = [{ type, path: [] }];
  for (let depth = 0; depth < MAX_EMBEDDING && level.length > 0 && level.length <= MAX_BREADTH; depth++) {
    const found = level.flatMap(({ type: one, path }) => {
      const member = ownMember(index, one, name, path);
      return member === undefined ? [] : [member];
    });
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
    level = level.flatMap(({ type: one, path }) => {
      const base = under(withoutPointer(one));
      if (base.kind !== "struct") return [];
      return base.fields!.flatMap((field, at) =>
        field.embedded ? [{ type: field.type, path: [...path, { field, at }] }] : [],
      );
    });
  }
  return undefined;
}

/** `T` of `*T`, unless a name hides the pointer. */
export const withoutPointer = (type: RunType): RunType => (type.kind === "pointer" ? type.element! : type);

function ownMember(
  index: PackageIndex,
  type: RunType,
  name: string,
  path: Member["path"],
): Member | undefined {
  const owner = withoutPointer(type);
  if (owner.kind === "named") {
    const method = libraryMethod(owner, name);
    if (method !== undefined) return { kind: "library", owner, method, path };
    const { symbol } = owner;
    const fn =
      symbol?.owner === undefined && symbol !== undefined ? methodsOf(index, symbol)?.get(name) : undefined;
    if (fn !== undefined) return { kind: "method", owner, fn, path };
  }
  const base = under(owner);
  if (base.kind === "interface" && type.kind !== "pointer") {
    const method = base.methods!.find((one) => one.name === name);
    return method === undefined ? undefined : { kind: "interface", method, path };
  }
  if (base.kind !== "struct") return undefined;
  const at = base.fields!.findIndex((one) => one.name === name);
  return at < 0 ? undefined : { kind: "field", field: base.fields![at]!, at, path };
}

/** The methods that are declared for a type, by name. */
export function methodsOf(index: PackageIndex, type: GoSymbol): ReadonlyMap<string, GoFunction> | undefined {
  return index.methods.get((type.file?.home ?? "") + type.name);
}

/** Whether a value of the dynamic type `type` has all methods of an interface; `typeOf` gives the type of a method. */
export function implementsInterface(
  index: PackageIndex,
  type: RunType,
  face: RunType,
  typeOf: (method: Member) => RunType,
): boolean {
  return under(face).methods!.every((wanted) => {
    const member = methodInSet(index, type, wanted.name);
    return member !== undefined && typeOf(member).id === wanted.type.id;
  });
}

/** The method that a value of the dynamic type `type` has; undefined when it is not in its method set. */
export function methodInSet(index: PackageIndex, type: RunType, name: string): Member | undefined {
  const member = memberOf(index, type, name);
  if (member === undefined || member.kind === "field") return undefined;
  if (member.kind === "interface") return member.path.length > 0 ? member : undefined;
  const byPointer = member.kind === "method" ? member.fn.receiver!.pointer : member.method.byPointer;
  if (!byPointer || type.kind === "pointer") return member;
  return member.path.some(({ field }) => field.type.kind === "pointer") ? member : undefined;
}
