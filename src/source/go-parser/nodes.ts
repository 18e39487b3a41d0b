import { Kind } from "../tree-kinds.ts";
import { scan } from "./scanner.ts";
import { giveUp, NODE_NUMBERS, type Parse } from "./state.ts";
import { IS_NAME, OPERATOR_TOKEN, Token } from "./tokens.ts";

/** A node's first number: its kind, then its role, then its operator. */
export const FIELD_SHIFT = 8;
export const OPERATOR_SHIFT = 16;
const KIND_MASK = 0xff;
const FIELD_MASK = 0xff << FIELD_SHIFT;

/** Passes the current token, which is no node. */
export function advance(p: Parse): void {
  if (p.pending !== 0) addComments(p);
  p.lastEnd = p.end;
  scan(p);
}

/** Passes the current token if it is `token`; anything else is beyond us. */
export function expect(p: Parse, token: number): void {
  if (p.token !== token) giveUp();
  advance(p);
}

/** Where the subtree of a node begins that starts with the current token: comments before it lie outside. */
export function begin(p: Parse): number {
  if (p.pending !== 0) addComments(p);
  return p.size;
}

/** Writes the current token as a node of its own, and passes it. */
export function leaf(p: Parse, kind: number): void {
  if (p.pending !== 0) addComments(p);
  write(p, kind, p.start, p.end, p.size);
  p.lastEnd = p.end;
  scan(p);
}

/** Writes the current token, if it is a name, as a node. */
export function nameLeaf(p: Parse, kind: number): void {
  if (IS_NAME[p.token] === 0) giveUp();
  leaf(p, kind);
}

/** Writes a node that ends with the token before the current one; its children are the nodes from `first` on. */
export function node(p: Parse, kind: number, first: number, start: number): void {
  write(p, kind, start, p.lastEnd, first);
}

/** A kind with an operator, which is given as its token. */
export function withOperator(kind: number, token: number): number {
  return kind | ((token - OPERATOR_TOKEN) << OPERATOR_SHIFT);
}

/** Gives the node that was completed last its role in its parent. */
export function role(p: Parse, field: number): void {
  setRole(p, p.size - 1, field);
}

/** Gives a node its role, whatever it had. */
export function setRole(p: Parse, of: number, field: number): void {
  const at = of * NODE_NUMBERS;
  p.nodes[at] = (p.nodes[at]! & ~FIELD_MASK) | (field << FIELD_SHIFT);
}

/** Makes a node one of another kind. */
export function setKind(p: Parse, of: number, kind: number): void {
  const at = of * NODE_NUMBERS;
  p.nodes[at] = (p.nodes[at]! & ~KIND_MASK) | kind;
}

/** Kind of a node. */
export function kindOf(p: Parse, of: number): number {
  return p.nodes[of * NODE_NUMBERS]! & KIND_MASK;
}

/** First node of the subtree of a node. */
export function firstOf(p: Parse, of: number): number {
  return p.nodes[of * NODE_NUMBERS + 3]!;
}

/** Where a node starts in the text. */
export function startOf(p: Parse, of: number): number {
  return p.nodes[of * NODE_NUMBERS + 1]!;
}

/** Where a node ends in the text. */
export function endOf(p: Parse, of: number): number {
  return p.nodes[of * NODE_NUMBERS + 2]!;
}

/** Comments before the current token become nodes, now that all that ended before them are. */
export function addComments(p: Parse): void {
  const { comments, pending } = p;
  for (let at = 0; at < pending; at += 2) write(p, Kind.Comment, comments[at]!, comments[at + 1]!, p.size);
  p.pending = 0;
}

function write(p: Parse, kind: number, start: number, end: number, first: number): void {
  const at = p.size * NODE_NUMBERS;
  if (at === p.nodes.length) grow(p);
  const { nodes } = p;
  nodes[at] = kind;
  nodes[at + 1] = start;
  nodes[at + 2] = end;
  nodes[at + 3] = first;
  p.size++;
}

function grow(p: Parse): void {
  if (p.size >= p.maxNodes) giveUp();
  const nodes = new Int32Array(2 * p.nodes.length);
  nodes.set(p.nodes);
  p.nodes = nodes;
}

/** How deep the grammar may call itself: far beyond what people write, far from the end of the stack. */
const MAX_DEPTH = 200;

/** Notes that the grammar calls itself. */
export function descend(p: Parse): void {
  if (++p.depth > MAX_DEPTH) giveUp();
}

/** A place to come back to. */
export interface Mark {
  readonly token: number;
  readonly start: number;
  readonly end: number;
  readonly lastEnd: number;
  readonly size: number;
}

/** Remembers the current token, behind which nothing is read yet. Comments before it become nodes. */
export function mark(p: Parse): Mark {
  if (p.pending !== 0) addComments(p);
  return { token: p.token, start: p.start, end: p.end, lastEnd: p.lastEnd, size: p.size };
}

/** Goes back. What is read again is limited, over the whole text. */
export function rewind(p: Parse, to: Mark): void {
  p.spare -= p.at - to.end;
  if (p.spare < 0) giveUp();
  p.token = to.token;
  p.start = to.start;
  p.end = to.end;
  p.at = to.end;
  p.lastEnd = to.lastEnd;
  p.size = to.size;
  p.pending = 0;
}

/** Whether a statement or a declaration in a list ends here; a bracket that closes the list may come too. */
export function atTerminator(p: Parse): boolean {
  return p.token === Token.Newline || p.token === Token.Semicolon;
}

/** Passes a semicolon as a statement of nothing. */
export function emptyStatement(p: Parse): void {
  p.token = Token.EmptyStatement;
  leaf(p, Kind.EmptyStatement);
}
