/** One stay in a loop. */
export interface LoopRun {
  rounds: number;
}
