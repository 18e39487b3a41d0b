import { childIn, childrenOf, NO_NODE, type NodeId } from "../../../source/tree.ts";
import { Field } from "../../../source/tree-kinds.ts";
import { emitPlain } from "../emit-convert.ts";
import { type Emitter, emit, hiddenSlot, jump, newLabel, place, scoped } from "../emitter.ts";
import type * as T from "../go-type.ts";
import { channelOf, elementOf, pushReceived, wait } from "./emit-channel.ts";

/** `for v := range ch`, in a scope of its own; `target` takes the value off the stack for the variable. */
export function emitChannelRange(
  e: Emitter,
  node: NodeId,
  clause: NodeId,
  rest: { readonly name: string; readonly target: (name: NodeId, type: T.RunType) => void },
): void {
  const { tree } = e.file.source;
  const left = childIn(tree, clause, Field.Left);
  const names = left === NO_NODE ? [] : childrenOf(tree, left);
  const element = elementOf(emitPlain(e, childIn(tree, clause, Field.Right)));
  const held = hiddenSlot(e);
  emit(e, (_, f) => {
    f.locals[held] = f.stack.pop()!;
  });
  const [head, end] = [newLabel(), newLabel()];
  place(e, head);
  const at = { file: e.file, node: clause };
  const loop = { file: e.file, node };
  emit(e, (m, f) => {
    m.goroutines?.channelLoops.add(loop);
    wait(
      m,
      [{ kind: "receive", channel: channelOf(f.locals[held]!), value: undefined }],
      at,
      ({ received }) => {
        if (received === undefined) f.pc = end.pc;
        else if (names.length > 0) pushReceived(m, f, element, received, false);
      },
    );
  });
  scoped(e, () => {
    for (const one of names) rest.target(one, element);
    e.targets.push({ name: rest.name, breakTo: end, continueTo: head });
    e.statement(childIn(tree, node, Field.Body));
    e.targets.pop();
  });
  jump(e, head);
  place(e, end);
}
