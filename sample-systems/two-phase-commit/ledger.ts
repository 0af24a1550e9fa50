/**
 * What a participant manages: accounts with balances that never become negative. A promised posting locks its account
 * until the transaction ends, so that nothing can happen in between that would make the promise impossible to keep.
 * Kept in memory and rebuilt from the log; the ledger itself writes nothing.
 */

import type { Posting, TransactionId } from "./messages.ts";

export class Ledger {
  readonly #openingBalance: number;
  readonly #balances = new Map<string, number>();
  readonly #locks = new Map<string, TransactionId>();

  constructor(openingBalance: number) {
    this.#openingBalance = openingBalance;
  }

  balance(account: string): number {
    return this.#balances.get(account) ?? this.#openingBalance;
  }

  canPost(posting: Posting): boolean {
    return !this.#locks.has(posting.account) && this.balance(posting.account) + posting.amount >= 0;
  }

  lock(transaction: TransactionId, posting: Posting): void {
    this.#locks.set(posting.account, transaction);
  }

  /** Ends the lock and carries the posting out. */
  post(transaction: TransactionId, posting: Posting): void {
    this.release(transaction, posting);
    this.#balances.set(posting.account, this.balance(posting.account) + posting.amount);
  }

  release(transaction: TransactionId, posting: Posting): void {
    if (this.#locks.get(posting.account) === transaction) this.#locks.delete(posting.account);
  }

  /** The balances that differ from the opening balance, for a compacted log. */
  balances(): Record<string, number> {
    return Object.fromEntries(this.#balances);
  }

  restore(balances: Readonly<Record<string, number>>): void {
    for (const [account, balance] of Object.entries(balances)) this.#balances.set(account, balance);
  }
}
