import type { GoFunction, GoSymbol } from "./symbols.ts";

/** A block of names in a file. Scopes end where their node ends. */
export interface Scope {
  readonly parent: Scope | undefined;
  /** First node after the scope. */
  readonly end: number;
  readonly owner: GoFunction | undefined;
  /** Made when the first name is declared: most blocks declare nothing. */
  names: Map<string, GoSymbol> | undefined;
}

/** A scope inside `parent`, empty. */
export function openScope(parent: Scope | undefined, end: number, owner: GoFunction | undefined): Scope {
  return { parent, end, owner, names: undefined };
}

/** Puts a name into exactly this scope. */
export function declareIn(scope: Scope, symbol: GoSymbol): void {
  scope.names ??= new Map();
  scope.names.set(symbol.name, symbol);
}

/** Local names that are visible at one point of a walk, innermost declaration last. */
export type Bindings = Map<string, GoSymbol[]>;

/** Declares a local name, visible until its scope is closed. */
export function bind(bindings: Bindings, scope: Scope, symbol: GoSymbol): void {
  const known = bindings.get(symbol.name);
  if (known === undefined) bindings.set(symbol.name, [symbol]);
  else if (scope.names?.has(symbol.name) === true) known[known.length - 1] = symbol;
  else known.push(symbol);
  declareIn(scope, symbol);
}

/** Forgets the names of a scope that ends. */
export function unbind(bindings: Bindings, scope: Scope): void {
  for (const name of scope.names?.keys() ?? []) bindings.get(name)?.pop();
}

/** What `name` means in a scope: the innermost declaration. For scopes that nest deeply use Bindings. */
export function lookUp(scope: Scope, name: string): GoSymbol | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const symbol = at.names?.get(name);
    if (symbol !== undefined) return symbol;
  }
  return undefined;
}
