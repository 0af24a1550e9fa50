/** Thrown through an enumeration of states by whoever has seen enough of them; never leaves this folder. */
export class CutOff extends Error {}
