// A city's unified sign-in for tests: oidc-provider on a free loopback port, which it prints. Whoever comes is the subject last named at /as/NAME;
// /as/NAME?amr=otp says by what that subject has proved itself. Ends with its standard input.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

let subject = 'nobody', amr = [], provider;
const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (url.pathname.startsWith('/as/')) {
    [subject, amr] = [url.pathname.slice(4), url.searchParams.getAll('amr')];
    return response.end('ok');
  }
  if (url.pathname.startsWith('/login/')) {
    return provider.interactionFinished(request, response, { login: { accountId: subject, amr } }, { mergeWithLastSubmission: false });
  }
  return provider.callback()(request, response);
});

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, {
    clients: [{ client_id: 'onemetre', client_secret: 'a-secret-of-tests-only', redirect_uris: ['http://127.0.0.1/signin/unified/back'], token_endpoint_auth_method: 'client_secret_post' }],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/login/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    claims: { openid: ['sub', 'amr'] },
    conformIdTokenClaims: false,
    ttl: { IdToken: 60 },
    cookies: { keys: ['tests only'] },
    // Everyone has agreed already: the city's own site asks for no consent.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  // The site under test listens on a port of its own choice.
  provider.Client.prototype.redirectUriAllowed = uri => new URL(uri).hostname === '127.0.0.1' && new URL(uri).pathname === '/signin/unified/back';
  console.log(issuer);
});
process.stdin.resume().on('end', () => process.exit());
