import { NOTE_SLOTS, Word } from "./control.ts";
import type { GuestMessage, Note } from "./protocol.ts";

type EventDetails = Extract<Note, { kind: "event" }>["details"];

export interface Notes {
  denied(importName: string, flag: string): void;
  event(event: string, atFuel: bigint, details: EventDetails): void;
}

/**
 * Tells the host of denials and events: each denial and each kind of event is told once and then counted in shared
 * memory, so a guest that provokes millions costs the host nothing, and a kill loses no count.
 */
export function sharedNotes(control: Int32Array, post: (message: GuestMessage) => void): Notes {
  const slots = new Map<string, number>();
  const count = (key: string, first: (slot: number) => Note): void => {
    const known = slots.get(key);
    const slot = known ?? slots.size;
    if (slot >= NOTE_SLOTS) return;
    Atomics.add(control, Word.notes + slot, 1);
    if (known !== undefined) return;
    slots.set(key, slot);
    post({ kind: "note", note: first(slot) });
  };
  return {
    denied: (importName, flag) =>
      count(`${importName} ${flag}`, (slot) => ({ kind: "denied", slot, import: importName, flag })),
    event: (event, atFuel, details) =>
      count(event, (slot) => ({ kind: "event", slot, event, atFuel, details })),
  };
}
