import assert from 'node:assert/strict';

/** Speaks to a sandbox system as nobody's adapter: plain requests by its README. */
export interface SandboxApi {
  // biome-ignore lint/suspicious/noExplicitAny: a bench looks into documents freely
  send(method: string, path: string, body?: object): Promise<any>;
}

export function sandboxApi(url: string, headers: Readonly<Record<string, string>>): SandboxApi {
  return {
    send: async (method, path, body) => {
      const response = await fetch(url + path, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
      return text === '' ? null : JSON.parse(text);
    },
  };
}

export async function signedInErp(url: string, clientSecret: string): Promise<SandboxApi> {
  const client = { grant_type: 'client_credentials', client_id: 'causeway', client_secret: clientSecret };
  const { access_token } = await sandboxApi(url, {}).send('POST', '/oauth/token', client);
  return sandboxApi(url, { authorization: `Bearer ${access_token}` });
}
