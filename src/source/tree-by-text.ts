import {
  DROPPED,
  fieldUnder,
  meaningOf,
  type NodeTypes,
  OPERATOR_BASE,
  type TreeCursor,
} from "./node-types.ts";
import { endsPlainly, integerEnd, literalKind, spaceEnd, tokenEnd, wordEnd } from "./token-ends.ts";
import type { SyntaxTree } from "./tree.ts";
import { scratch } from "./tree-columns.ts";
import { Field, Kind } from "./tree-kinds.ts";
import {
  CLOSERS,
  FIRST_FIELDS,
  HAS_BODY,
  HAS_NO_FIELDS,
  IS_LEAF,
  IS_WRAPPER,
  LAST_FIELDS,
  OPENERS,
} from "./tree-shapes.ts";

/**
 * Copies the tree of text without errors, asking the cursor as little as possible: each question crosses into the engine
 * and takes 80 ns, a third of the analysis. Between the tokens of such a tree lies nothing but white space, so where
 * a token starts and ends is read from the text, and a node ends where its last token does. In lists, calls and
 * selectors the next character also says what comes next.
 *
 * Every token is compared with the text, and the cursor is asked where each declaration starts and ends. Returns
 * undefined as soon as something does not agree, or when there are more than `maxNodes` nodes: copyTree knows how.
 */
export function copyTreeByText(
  cursor: TreeCursor,
  text: string,
  types: NodeTypes,
  maxNodes: number,
): SyntaxTree | undefined {
  const copy = new CopyByText(cursor, text, types, maxNodes);
  return copy.run() ? scratch.finish(text, copy.size, []) : undefined;
}

const ROOT = 0;
/** In place of the role of a child: a token without a name. */
const TOKEN = 255;
const NEWLINE = 10;
const COMMA = 44;
const SLASH = 47;
const DOT = 46;
const OPEN_PARENTHESIS = 40;
const CLOSE_PARENTHESIS = 41;
const COLON = 58;
const SEMICOLON = 59;
const CLOSE_BRACE = 125;

/** Names that have a kind of their own. */
const NAMED_VALUES: ReadonlyMap<string, number> = new Map<string, number>([
  ["nil", Kind.Nil],
  ["true", Kind.True],
  ["false", Kind.False],
  ["iota", Kind.Iota],
]);

/** One copy under way. The cursor always stands on a child of `parent`, or on the root. */
class CopyByText {
  size = 0;
  private parent = -1;
  /** Where the last token ends. */
  private position = 0;
  /** Role of the child of `parent` that was completed last, or TOKEN. */
  private lastField: number = Field.None;
  /** Whether the node under the cursor is known to be an argument list. */
  private atArguments = false;

  private readonly cursor: TreeCursor;
  private readonly text: string;
  private readonly types: NodeTypes;
  private readonly maxNodes: number;

  constructor(cursor: TreeCursor, text: string, types: NodeTypes, maxNodes: number) {
    this.cursor = cursor;
    this.text = text;
    this.types = types;
    this.maxNodes = maxNodes;
  }

  /** Whether the copy is complete. */
  run(): boolean {
    const { cursor } = this;
    const rootEnd = cursor.endIndex;
    this.position = cursor.startIndex;
    if (meaningOf(this.types, cursor, cursor.nodeTypeId) !== Kind.SourceFile) return false;
    if (!this.add(Kind.SourceFile, Field.None, this.position) || !cursor.gotoFirstChild()) return false;
    this.parent = ROOT;
    for (;;) {
      const descended = this.take();
      if (descended === undefined) return false;
      if (descended) continue;
      while (!this.goOn()) {
        if (this.parent === ROOT) {
          scratch.after[ROOT] = this.size;
          scratch.end[ROOT] = rootEnd;
          return true;
        }
        if (!this.leave()) return false;
      }
    }
  }

  /** Takes the node under the cursor; whether the cursor is now on a child of it. undefined: text and tree differ. */
  private take(): boolean | undefined {
    const { cursor, text } = this;
    const start = spaceEnd(text, this.position);
    let meaning: number = Kind.ArgumentList;
    if (this.atArguments) this.atArguments = false;
    else {
      const typeId = cursor.nodeTypeId;
      meaning = meaningOf(this.types, cursor, typeId);
      if (meaning >= OPERATOR_BASE) return this.takeToken(meaning, this.types.tokens[typeId]!, start);
    }
    const field = this.fieldOf(meaning);
    if (!this.add(meaning, field, start)) return undefined;
    if (IS_LEAF[meaning] === 1) return this.takeLeaf(meaning, field, start);
    this.position = start;
    const node = this.size - 1;
    if (this.addPlain(node, meaning)) return this.complete(node, field);
    const closer = CLOSERS[meaning]!;
    if (closer !== 0) {
      if (text.charCodeAt(start) !== OPENERS[meaning]) return undefined;
      this.position++;
      if (this.closes(closer)) return this.complete(this.size - 1, field);
    }
    if (!cursor.gotoFirstChild()) {
      this.position = cursor.endIndex;
      return this.complete(this.size - 1, field);
    }
    if (closer !== 0 && !cursor.gotoNextSibling()) return undefined;
    this.parent = this.size - 1;
    this.lastField = Field.None;
    return true;
  }

  /** Passes a token without a name: an operator is kept on the parent. */
  private takeToken(meaning: number, token: string, start: number): false | undefined {
    this.lastField = TOKEN;
    if (!this.text.startsWith(token, start)) return undefined;
    this.position = start + token.length;
    if (meaning !== DROPPED && scratch.operator[this.parent] === 0)
      scratch.operator[this.parent] = meaning - OPERATOR_BASE;
    return false;
  }

  private takeLeaf(kind: number, field: number, start: number): false | undefined {
    const end = tokenEnd(this.text, start, kind);
    if (end > 0) this.position = end;
    else {
      if (this.cursor.startIndex !== start) return undefined;
      this.position = this.cursor.endIndex;
    }
    return this.complete(this.size - 1, field);
  }

  /** Moves to the next child of the parent. False: the parent has no more, and ends at `position`. */
  private goOn(): boolean {
    const { cursor, text } = this;
    const kind = scratch.kind[this.parent]!;
    const lastField = LAST_FIELDS[kind]!;
    if (lastField !== 0 && this.lastField === lastField) return false;
    const closer = CLOSERS[kind]!;
    if (closer !== 0 || kind === Kind.ExpressionList) return this.goOnInList(kind, closer);
    const next = spaceEnd(text, this.position);
    const code = text.charCodeAt(next);
    if (kind === Kind.SelectorExpression && code === DOT && this.addSelected(next + 1)) return false;
    if (kind === Kind.CallExpression && code === OPEN_PARENTHESIS && this.lastField === Field.Function)
      return this.goToArguments(next);
    if (kind === Kind.StatementList && code === CLOSE_BRACE) return false;
    if (this.lastField === Field.Consequence && code !== SLASH && !text.startsWith("else", next))
      return false;
    if (IS_WRAPPER[kind] === 1 && this.lastField !== TOKEN && scratch.kind[this.size - 1] !== Kind.Comment)
      return false;
    return cursor.gotoNextSibling();
  }

  private goOnInList(kind: number, closer: number): boolean {
    const { cursor, text } = this;
    if (closer !== 0 && this.closes(closer)) return false;
    const next = spaceEnd(text, this.position);
    const code = text.charCodeAt(next);
    const afterComment = scratch.kind[this.size - 1] === Kind.Comment;
    if (kind === Kind.ExpressionList && code !== COMMA && code !== SLASH && !afterComment) return false;
    if (!cursor.gotoNextSibling()) return false;
    if (code !== COMMA) return true;
    this.position = next + 1;
    if (closer !== 0 && this.closes(closer)) return false;
    return cursor.gotoNextSibling();
  }

  /** Passes the closing bracket if it comes next. */
  private closes(closer: number): boolean {
    const next = spaceEnd(this.text, this.position);
    if (this.text.charCodeAt(next) !== closer) return false;
    this.position = next + 1;
    return true;
  }

  /** A name right behind the dot needs no question. */
  private addSelected(position: number): boolean {
    const start = spaceEnd(this.text, position);
    const end = wordEnd(this.text, start);
    if (end === 0 || !this.add(Kind.FieldIdentifier, Field.Field, start)) return false;
    this.position = end;
    this.complete(this.size - 1, Field.Field);
    return true;
  }

  private goToArguments(start: number): boolean {
    if (this.addArguments(start)) return false;
    this.atArguments = this.cursor.gotoNextSibling();
    return this.atArguments;
  }

  /** Arguments that are plain operands need no question either; those of new and make are types. */
  private addArguments(start: number): boolean {
    const list = this.size;
    const { position } = this;
    const name = this.text.slice(scratch.start[list - 1]!, position);
    if (name === "new" || name === "make" || !this.add(Kind.ArgumentList, Field.Arguments, start))
      return false;
    this.position = start + 1;
    if (this.closes(CLOSE_PARENTHESIS) || (this.addOperands(list) && this.closes(CLOSE_PARENTHESIS))) {
      this.complete(list, Field.Arguments);
      return true;
    }
    this.takeBack(list, position);
    this.lastField = Field.Function;
    return false;
  }

  /** Fills a node that is a list of plain operands, or an element that is one, if the text says where it ends. */
  private addPlain(node: number, kind: number): boolean {
    if (kind !== Kind.ExpressionList && kind !== Kind.LiteralElement) return false;
    const { position } = this;
    if (this.addOperands(node) && endsPlainly(this.text, this.position, kind)) return true;
    this.takeBack(node + 1, position);
    return false;
  }

  private takeBack(size: number, position: number): void {
    this.size = size;
    this.position = position;
  }

  /** Adds operands that are names, selectors or literals, with commas between them, unless there are others. */
  private addOperands(list: number): boolean {
    const { parent } = this;
    this.parent = list;
    let isPlain = this.addOperand();
    while (isPlain && scratch.kind[list] !== Kind.LiteralElement && this.closes(COMMA))
      isPlain = this.addOperand();
    this.parent = parent;
    return isPlain;
  }

  private addOperand(): boolean {
    const { text } = this;
    const start = spaceEnd(text, this.position);
    const kind = literalKind(text.charCodeAt(start));
    if (kind === Kind.Identifier) return this.addNames(start);
    const end = kind === Kind.IntLiteral ? integerEnd(text, start) : tokenEnd(text, start, kind);
    if (kind === Kind.Other || end <= 0 || !this.add(kind, Field.None, start)) return false;
    this.position = end;
    this.complete(this.size - 1, Field.None);
    return true;
  }

  /** `a`, or `a.b.c`: a selector of a selector. */
  private addNames(start: number): boolean {
    const { text, parent } = this;
    let dots = 0;
    let end = wordEnd(text, start);
    const firstEnd = end;
    while (end > 0 && text.charCodeAt(end) === DOT) {
      end = wordEnd(text, end + 1);
      dots++;
    }
    if (end === 0) return false;
    const selector = this.size;
    for (let at = 0; at < dots; at++) {
      if (!this.add(Kind.SelectorExpression, at === 0 ? Field.None : Field.Operand, start)) return false;
      this.parent = selector + at;
    }
    const isAdded = this.addName(start, firstEnd, dots);
    for (let at = dots - 1; isAdded && at >= 0; at--) {
      this.parent = selector + at;
      if (!this.addSelected(this.position + 1)) break;
      this.complete(selector + at, Field.Operand);
    }
    this.parent = parent;
    return this.position === end;
  }

  private addName(start: number, end: number, dots: number): boolean {
    const name = this.text.slice(start, end);
    const kind = dots > 0 ? Kind.Identifier : (NAMED_VALUES.get(name) ?? Kind.Identifier);
    if (!this.add(kind, dots > 0 ? Field.Operand : Field.None, start)) return false;
    this.position = end;
    this.complete(this.size - 1, Field.Operand);
    return true;
  }

  /**
   * The newlines that end the last statement of a list are one token without a node, and part of the list; behind
   * a semicolon, or a label of nothing, they are white space.
   */
  private passNewlines(): void {
    const { text, position } = this;
    const last = text.charCodeAt(position - 1);
    if ((last === SEMICOLON && this.lastField === TOKEN) || last === COLON) return;
    const newline = text.indexOf("\n", position);
    if (newline < 0 || newline >= spaceEnd(text, position)) return;
    this.position = newline + 1;
    while (text.charCodeAt(this.position) === NEWLINE) this.position++;
  }

  /** Goes back up to the parent, which is complete. False: the cursor says that a declaration lies elsewhere. */
  private leave(): boolean {
    const node = this.parent;
    if (scratch.kind[node] === Kind.StatementList) this.passNewlines();
    this.cursor.gotoParent();
    this.parent = scratch.parent[node]!;
    this.complete(node, scratch.field[node]!);
    if (this.parent !== ROOT) return true;
    return this.cursor.startIndex === scratch.start[node] && this.cursor.endIndex === this.position;
  }

  private complete(node: number, field: number): false {
    scratch.after[node] = this.size;
    scratch.end[node] = this.position;
    this.lastField = field;
    return false;
  }

  private fieldOf(kind: number): number {
    const { parent } = this;
    const parentKind = scratch.kind[parent]!;
    if (kind === Kind.Comment || HAS_NO_FIELDS[parentKind] === 1) return Field.None;
    const first = FIRST_FIELDS[parentKind]!;
    if (first !== 0 && parent === this.size - 1) return first;
    if (kind === Kind.ArgumentList && parentKind === Kind.CallExpression) return Field.Arguments;
    if (kind === Kind.Block && HAS_BODY[parentKind] === 1) return Field.Body;
    if (parentKind === Kind.ParameterDeclaration) return kind === Kind.Identifier ? Field.Name : Field.Type;
    if (first !== 0 && parentKind !== Kind.CallExpression) return LAST_FIELDS[parentKind]!;
    return fieldUnder(this.types, this.cursor);
  }

  /** Writes the start of a node; false: there are too many. */
  private add(kind: number, field: number, start: number): boolean {
    const node = this.size;
    if (node >= this.maxNodes) return false;
    if (node === scratch.capacity) scratch.grow();
    scratch.kind[node] = kind;
    scratch.field[node] = field;
    scratch.operator[node] = 0;
    scratch.start[node] = start;
    scratch.parent[node] = this.parent;
    this.size++;
    return true;
  }
}
