import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import * as z from 'zod';
import { SecretFile } from '../systems/settings.ts';
import { isLoopback } from './transport.ts';

const NAME = /^[^`\0\\/]{1,64}$/;

/**
 * A shop's own database, where the worker can reach it: waiting rows are read and acknowledged there, without WordPress
 * (docs/operator.md, "The database lane"). TLS is on to another machine unless `"tls": false` says that the way is private.
 */
export const ShopDatabase = z
  .strictObject({
    host: z.string().min(1, "the database server's name or address").optional(),
    port: z.int().min(1).max(65535).default(3306),
    socket: z
      .string()
      .refine(isAbsolute, 'the absolute path of a Unix socket, such as "/run/mysqld/mysqld.sock"')
      .optional(),
    user: z.string().min(1).max(80),
    passwordFile: SecretFile,
    /** As `DB_NAME` in wp-config.php. */
    name: z.string().regex(NAME, "the database's name, as DB_NAME in wp-config.php"),
    /** As `$table_prefix` in wp-config.php; of a network's second site `wp_2_`. */
    tablePrefix: z
      .string()
      .regex(/^[A-Za-z0-9_]{1,40}$/, 'letters, digits and "_", as $table_prefix in wp-config.php')
      .default('wp_'),
    tls: z
      .union([z.boolean(), z.strictObject({ caFile: z.string().min(1) })], 'true, false or { "caFile": PATH }')
      .optional(),
  })
  .superRefine(({ host, socket, tls }, context) => {
    const mistake = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (host === undefined && socket === undefined) mistake('host', 'say where the database is: "host" or "socket"');
    if (host !== undefined && socket !== undefined) mistake('socket', '"host" or "socket", not both');
    if (socket !== undefined && tls !== undefined && tls !== false)
      mistake('tls', 'a socket is on this machine: it takes no TLS');
    // The driver compares a certificate with names alone.
    if (host !== undefined && isIP(host) !== 0 && (tls ?? !isLoopback(host)) !== false)
      mistake('host', "with TLS, the server's name as its certificate has it, not its address");
  })
  .transform(({ tls, ...options }) => {
    const away = options.socket === undefined && !isLoopback(options.host ?? '');
    return { ...options, tls: tls ?? away };
  });

export type ShopDatabase = z.infer<typeof ShopDatabase>;
