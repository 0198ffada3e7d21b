// A Bluesky network on loopback, of Bluesky's own programs: a PLC directory, one PDS and one AppView.
// Takes {"database", "schema", "ports": [plc, pds, appview], "accounts": [[handle, password]],
// "limits"} as JSON on its standard input; says READY and JSON when everything answers.
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { setDefaultResultOrder } from "node:dns";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const told = JSON.parse(readFileSync(0, "utf8"));

// The parts listen on every address of the machine. This must stand before they are imported.
setDefaultResultOrder("ipv4first");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  const heard = rest.filter((each) => typeof each === "function");
  if (first && typeof first === "object" && "port" in first) {
    return listen.call(this, { ...first, host: "127.0.0.1" }, ...heard);
  }
  return listen.call(this, Number(first ?? 0), "127.0.0.1", ...heard);
};

const { TestPlc, TestPds, TestBsky, mockNetworkUtilities } = await import("@atproto/dev-env");

const scratch = await mkdtemp(join(tmpdir(), "gehoor-bluesky-"));
await mkdir(join(scratch, "data"));
const [plcPort, pdsPort, appviewPort] = told.ports;

const plc = await TestPlc.create({ port: plcPort });
const appview = await TestBsky.create({
  port: appviewPort,
  // Where it says that its pictures are.
  publicUrl: `http://localhost:${appviewPort}`,
  plcUrl: plc.url,
  pdsPort,
  repoProvider: `ws://localhost:${pdsPort}`,
  dbPostgresUrl: told.database,
  dbPostgresSchema: told.schema,
});
const pds = await TestPds.create({
  port: pdsPort,
  hostname: "localhost",
  didPlcUrl: plc.url,
  bskyAppViewUrl: appview.url,
  bskyAppViewDid: appview.ctx.cfg.serverDid,
  dataDirectory: join(scratch, "data"),
  blobstoreDiskLocation: join(scratch, "blobs"),
  ...(told.limits ? { rateLimitsEnabled: true } : {}),
});
// Handles that end in .test are in no DNS: this PDS knows them.
mockNetworkUtilities(pds, appview);

async function call(method, body, token) {
  const answer = await fetch(`${pds.url}/xrpc/${method}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const accounts = {};
for (const [handle, password] of told.accounts) {
  const email = `${handle.split(".")[0]}@voorbeeld.example`;
  const made = await call("com.atproto.server.createAccount", { handle, password, email });
  // An AppView shows nobody of whom it has seen nothing.
  await call(
    "com.atproto.repo.putRecord",
    {
      repo: made.did,
      collection: "app.bsky.actor.profile",
      rkey: "self",
      record: {
        $type: "app.bsky.actor.profile",
        displayName: `De ${handle}`,
        createdAt: new Date().toISOString(),
      },
    },
    made.accessJwt,
  );
  accounts[handle] = made.did;
}

process.stdout.write(`READY ${JSON.stringify({ pds: pds.url, appview: appview.url, accounts })}\n`);

let isStopping = false;
async function stop() {
  if (isStopping) return;
  isStopping = true;
  // Who reads the stream goes first, or it keeps trying to connect again.
  for (const part of [appview, pds, plc]) await part.close().catch(() => undefined);
  await rm(scratch, { recursive: true, force: true });
  process.exit(0);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
