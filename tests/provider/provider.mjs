// A certified OpenID Connect provider on loopback, with the people and the clients of a test.
// Takes {"port", "clients", "people"} as JSON on its standard input; says READY when it answers.
import { readFileSync } from "node:fs";
import Provider from "oidc-provider";

const told = JSON.parse(readFileSync(0, "utf8"));
const issuer = `http://127.0.0.1:${told.port}`;

const provider = new Provider(issuer, {
  clients: told.clients,
  clientAuthMethods: ["private_key_jwt", "client_secret_post", "client_secret_basic"],
  claims: {
    openid: ["sub", "acr"],
    profile: ["name", "groups"],
    email: ["email", "email_verified"],
  },
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  // It refuses to fetch our keys from loopback, and rightly so; here both are on loopback.
  fetch: (url, options) => globalThis.fetch(url, { ...options, dispatcher: undefined }),
  cookies: { keys: ["only for tests"] },
  findAccount: (_ctx, id) => {
    const person = told.people[id];
    return person && { accountId: id, claims: () => ({ sub: id, ...person }) };
  },
});

// Why it refused something, for who looks at a test that fails.
provider.on("grant.error", (_ctx, error) => process.stderr.write(`${error} ${error.error_detail} ${error.cause} ${error.cause?.cause ?? ""}\n`));

provider.listen(told.port, "127.0.0.1", () => process.stdout.write(`READY ${issuer}\n`));
