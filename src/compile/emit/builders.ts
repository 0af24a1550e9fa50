/** Builders of small sets, tuples and records: written out, because they are on the hot path and V8 inlines them. */
import type { Store, Value } from "../../values/types.ts";

export function createBuilders(store: Store) {
  const mark = (): number => store.mark();
  const push = (v: Value): void => store.push(v);
  const finishSet = (from: number): Value => store.finishSet(from);
  const finishTuple = (from: number): Value => store.finishTuple(from);
  const finishRecord = (shape: number, from: number): Value => store.finishRecord(shape, from);

  function tuple1(a: Value): Value {
    const from = mark();
    push(a);
    return finishTuple(from);
  }

  function tuple2(a: Value, b: Value): Value {
    const from = mark();
    push(a);
    push(b);
    return finishTuple(from);
  }

  function tuple3(a: Value, b: Value, c: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    return finishTuple(from);
  }

  function tuple4(a: Value, b: Value, c: Value, d: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    push(d);
    return finishTuple(from);
  }

  function tuple5(a: Value, b: Value, c: Value, d: Value, e: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    push(d);
    push(e);
    return finishTuple(from);
  }

  function tuple6(a: Value, b: Value, c: Value, d: Value, e: Value, f: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    push(d);
    push(e);
    push(f);
    return finishTuple(from);
  }

  function set1(a: Value): Value {
    const from = mark();
    push(a);
    return finishSet(from);
  }

  function set2(a: Value, b: Value): Value {
    const from = mark();
    push(a);
    push(b);
    return finishSet(from);
  }

  function set3(a: Value, b: Value, c: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    return finishSet(from);
  }

  function set4(a: Value, b: Value, c: Value, d: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    push(d);
    return finishSet(from);
  }

  function set5(a: Value, b: Value, c: Value, d: Value, e: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    push(d);
    push(e);
    return finishSet(from);
  }

  function set6(a: Value, b: Value, c: Value, d: Value, e: Value, f: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    push(d);
    push(e);
    push(f);
    return finishSet(from);
  }

  function record1(shape: number, a: Value): Value {
    const from = mark();
    push(a);
    return finishRecord(shape, from);
  }

  function record2(shape: number, a: Value, b: Value): Value {
    const from = mark();
    push(a);
    push(b);
    return finishRecord(shape, from);
  }

  function record3(shape: number, a: Value, b: Value, c: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    return finishRecord(shape, from);
  }

  function record4(shape: number, a: Value, b: Value, c: Value, d: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    push(d);
    return finishRecord(shape, from);
  }

  function record5(shape: number, a: Value, b: Value, c: Value, d: Value, e: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    push(d);
    push(e);
    return finishRecord(shape, from);
  }

  function record6(shape: number, a: Value, b: Value, c: Value, d: Value, e: Value, f: Value): Value {
    const from = mark();
    push(a);
    push(b);
    push(c);
    push(d);
    push(e);
    push(f);
    return finishRecord(shape, from);
  }

  return {
    tuple1,
    tuple2,
    tuple3,
    tuple4,
    tuple5,
    tuple6,
    set1,
    set2,
    set3,
    set4,
    set5,
    set6,
    record1,
    record2,
    record3,
    record4,
    record5,
    record6,
  };
}
