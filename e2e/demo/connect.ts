import { evalPhp, type Shop } from '../stage/index.ts';

/** Asks one of the plugin's admin routes as the shop's administrator. Throws with its message when it refuses. */
export async function adminRoute<T>(shop: Shop, method: string, route: string, body: object): Promise<T> {
  const code = `
    $request = new WP_REST_Request( $args['method'], $args['route'] );
    $request->set_header( 'Content-Type', 'application/json' );
    $request->set_body( wp_json_encode( (object) $args['body'] ) );
    $response = rest_do_request( $request );
    return array( 'status' => $response->get_status(), 'body' => $response->get_data() );`;
  const answer = await evalPhp<{ status: number; body: T & { message?: string } }>(shop, code, { method, route, body });
  if (answer.status >= 300)
    throw new Error(`${method} ${route} answered ${answer.status}: ${answer.body.message ?? ''}`);
  return answer.body;
}

/** The one-time pairing code, as the button in wp-admin gives it. */
export async function pairingCode(shop: Shop): Promise<string> {
  return (await adminRoute<{ code: string }>(shop, 'POST', '/causeway/v1/pairing-code', {})).code;
}

/** Go-live, now: orders from this instant on are sent. */
export async function goLive(shop: Shop): Promise<void> {
  await adminRoute(shop, 'POST', '/causeway/v1/go-live', { confirm: true });
}
