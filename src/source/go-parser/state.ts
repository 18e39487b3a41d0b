const SURRENDER: unique symbol = Symbol("not certain");

/**
 * Leaves the parse: the text is broken, or what the reference parser would make of it is not certain. Always cheap: no
 * stack trace is taken, since this is no error but an answer.
 */
export function giveUp(): never {
  throw SURRENDER;
}

/** Whether something that was caught is that. */
export function isGiveUp(caught: unknown): boolean {
  return caught === SURRENDER;
}

/** Numbers of a node while it is being built: kind with field and operator, start, end, first node of its subtree. */
export const NODE_NUMBERS = 4;
const FIRST_CAPACITY = 1 << 14;
const FIRST_COMMENTS = 1 << 6;

/**
 * One parse under way: where the scanner stands, and the nodes that are complete. Nodes are written when they end, so
 * children come before their parent; a parent of what is already there (`a + b`, once `+` is met) needs no room made.
 */
export class Parse {
  text = "";
  /** Where the next token is sought. */
  at = 0;
  /** The current token, and its range. */
  token = 0;
  start = 0;
  end = 0;
  /** Where the token before it ends. */
  lastEnd = 0;

  /** Start and end of the comments between the token before and the current one, as far as they are not yet nodes. */
  comments: Int32Array = new Int32Array(FIRST_COMMENTS);
  /** How many numbers of those. */
  pending = 0;

  nodes: Int32Array = new Int32Array(FIRST_CAPACITY * NODE_NUMBERS);
  size = 0;
  maxNodes = 0;

  /** In the head of an `if`, `for` or `switch`: there `T {` is a type and a block. */
  inHead = false;
  /** How deep the grammar has called itself. */
  depth = 0;
  /** The node of `x` in the last `x.(type)`, and how many of those no switch has claimed yet. */
  switched = -1;
  unclaimed = 0;
  /** Units of text that may still be read a second time. */
  spare = 0;

  /** Begins with a new text. */
  reset(text: string, maxNodes: number): void {
    this.text = text;
    this.at = 0;
    this.token = 0;
    this.start = 0;
    this.end = 0;
    this.lastEnd = 0;
    this.pending = 0;
    this.size = 0;
    this.maxNodes = maxNodes;
    this.inHead = false;
    this.depth = 0;
    this.switched = -1;
    this.unclaimed = 0;
    this.spare = text.length + SPARE_OF_EVERY_TEXT;
  }
}

/** Small texts may be read more often: it costs nothing. */
const SPARE_OF_EVERY_TEXT = 1 << 14;

/** Part of the grammar: it begins with the current token, and leaves the first token behind. */
export type Part = (p: Parse) => void;

/** What parts of the grammar need of those above them, which import them. Set once, by parse-go.ts. */
export const above: { type: Part; expression: Part; block: Part; statement: Part; statementList: Part } = {
  type: unset,
  expression: unset,
  block: unset,
  statement: unset,
  statementList: unset,
};

function unset(): void {
  throw new Error("the grammar is not put together");
}
