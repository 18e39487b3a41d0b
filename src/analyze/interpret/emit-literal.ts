import { childIn, childrenOf, NO_NODE, type NodeId, onlyChild, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { emitAs, emitZero } from "./emit-convert.ts";
import { type Emitter, emit } from "./emitter.ts";
import * as T from "./go-type.ts";
import { notModelled } from "./program.ts";
import { Box, GoMap, keyOf, Ref, Slice, type Value } from "./value.ts";

/** Pushes the value of a composite literal of `type` with the elements in `body`. */
export function emitComposite(e: Emitter, type: T.RunType, body: NodeId): void {
  const base = T.under(type);
  switch (base.kind) {
    case "struct":
      emitStructLiteral(e, type, body);
      return;
    case "array":
    case "slice":
      emitListLiteral(e, type, body);
      return;
    case "map":
      emitMapLiteral(e, base, body);
      return;
    case "pointer": {
      // In a list of pointers the elements may leave out `&T`.
      emitComposite(e, base.element!, body);
      if (!T.isBoxed(base.element!))
        emit(e, (_, f) => void f.stack.push(new Ref(new Box([f.stack.pop()!], undefined), 0)));
      return;
    }
    default:
      notModelled("a composite literal");
      return;
  }
}

interface Element {
  /** NO_NODE for none. */
  readonly key: NodeId;
  readonly value: NodeId;
}

function elementsOf(e: Emitter, body: NodeId): readonly Element[] {
  const { tree } = e.file.source;
  return childrenOf(tree, body).map((child) => {
    if (tree.kind[child] !== Kind.KeyedElement) return { key: NO_NODE, value: onlyChild(tree, child) };
    return {
      key: onlyChild(tree, childIn(tree, child, Field.Key)),
      value: onlyChild(tree, childIn(tree, child, Field.Value)),
    };
  });
}

function emitElementValue(e: Emitter, node: NodeId, type: T.RunType): void {
  const { tree } = e.file.source;
  if (tree.kind[node] === Kind.LiteralValue) emitComposite(e, type, node);
  else emitAs(e, node, type);
}

function emitStructLiteral(e: Emitter, type: T.RunType, body: NodeId): void {
  const { tree } = e.file.source;
  const { fields } = T.under(type);
  const places: number[] = [];
  for (const [position, { key, value }] of elementsOf(e, body).entries()) {
    const at = key === NO_NODE ? position : fields!.findIndex(({ name }) => name === textOf(tree, key));
    if (fields![at] === undefined) notModelled("a field");
    emitElementValue(e, value, fields![at]!.type);
    places.push(at);
  }
  emitZero(e, type);
  emit(e, (_, f) => {
    const box = f.stack.pop() as Box;
    for (let at = places.length - 1; at >= 0; at--) box.cells[places[at]!] = f.stack.pop()!;
    f.stack.push(box);
  });
}

function emitListLiteral(e: Emitter, type: T.RunType, body: NodeId): void {
  const base = T.under(type);
  const places: number[] = [];
  let next = 0;
  let length = base.length ?? 0;
  for (const { key, value } of elementsOf(e, body)) {
    if (key !== NO_NODE) {
      const { constant } = e.check(key);
      if (typeof constant !== "object") {
        notModelled("the index of an element");
        return;
      }
      next = Number(constant.top);
    }
    emitElementValue(e, value, base.element!);
    places.push(next++);
    length = Math.max(length, next);
  }
  if (length > 1_000_000) notModelled("a large literal");
  emitZero(e, T.arrayOf(length, base.element!));
  emit(e, (_, f) => {
    const box = f.stack.pop() as Box;
    for (let at = places.length - 1; at >= 0; at--) box.cells[places[at]!] = f.stack.pop()!;
    const isArray = base.kind === "array";
    f.stack.push(isArray ? new Box(box.cells, type) : new Slice(box, 0, length, length));
  });
}

function emitMapLiteral(e: Emitter, type: T.RunType, body: NodeId): void {
  const elements = elementsOf(e, body);
  for (const { key, value } of elements) {
    emitElementValue(e, key, type.key!);
    emitElementValue(e, value, type.element!);
  }
  emit(e, (m, f) => {
    const map = new GoMap();
    const cells: Value[] = f.stack.splice(f.stack.length - 2 * elements.length);
    for (let at = 0; at < cells.length; at += 2) {
      const found = keyOf(cells[at]!, type.key!);
      if (found === undefined) return m.unknown("a key");
      map.entries.set(found, [cells[at]!, cells[at + 1]!]);
    }
    if (m.takes(cells.length)) f.stack.push(map);
  });
}
