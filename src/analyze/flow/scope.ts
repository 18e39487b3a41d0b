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

/** What `name` means here: the innermost declaration. */
export function lookUp(scope: Scope, name: string): GoSymbol | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const symbol = at.names?.get(name);
    if (symbol !== undefined) return symbol;
  }
  return undefined;
}
