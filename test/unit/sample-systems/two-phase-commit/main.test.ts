import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Deployment, everywhere } from "../../../../sample-systems/two-phase-commit/main.ts";

let folder: string;
let deployment: Deployment;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "two-phase-commit-test-"));
  deployment = await Deployment.start(folder);
});

afterEach(async () => {
  await deployment.stop();
  await rm(folder, { recursive: true });
});

describe("two-phase commit over TCP and files", () => {
  it("commits what everybody can do, and aborts what somebody cannot", async () => {
    expect((await deployment.submit(everywhere("savings", 10))).outcome).toBe("commit");
    expect((await deployment.submit(everywhere("savings", -1_000))).outcome).toBe("abort");
    expect((await deployment.submit(everywhere("savings", -60))).outcome).toBe("commit");
    expect((await deployment.submit(everywhere("savings", -1))).outcome).toBe("abort");
  });

  it("runs many transactions at a time", async () => {
    const accounts = Array.from({ length: 20 }, (_, index) => `account-${index}`);
    const results = await Promise.all(accounts.map((account) => deployment.submit(everywhere(account, 1))));
    expect(results.map(({ outcome }) => outcome)).toEqual(accounts.map(() => "commit"));
    expect(new Set(results.map(({ transaction }) => transaction)).size).toBe(20);
  });

  it("answers a request in the end, though the coordinator crashes and comes back", async () => {
    await deployment.submit(everywhere("savings", 10));
    const pending = deployment.submit(everywhere("savings", 10));
    await deployment.crash("tm");
    await deployment.start("tm");
    expect(["commit", "abort"]).toContain((await pending).outcome);
  });

  it("keeps balances over a restart of everything", async () => {
    expect((await deployment.submit(everywhere("savings", -40))).outcome).toBe("commit");
    await deployment.stop();
    deployment = await Deployment.start(folder);
    // Participants refuse for a while after a restart.
    let outcome = "abort";
    while (outcome === "abort") ({ outcome } = await deployment.submit(everywhere("savings", -10)));
    expect((await deployment.submit(everywhere("savings", -1))).outcome).toBe("abort");
  });
});
