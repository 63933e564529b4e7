import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shop } from '../shop.ts';

/** Writes wp-config.php. Called again whenever the port changes: sign-in cookies of before are then void. */
export function writeConfiguration(shop: Shop, debug: boolean): void {
  const constants: Record<string, string | boolean> = {
    DB_NAME: 'causeway',
    DB_USER: 'causeway',
    DB_PASSWORD: shop.secret,
    DB_HOST: shop.socket ? `localhost:${shop.socket}` : 'localhost',
    DB_CHARSET: 'utf8mb4',
    DB_COLLATE: '',
    WP_HOME: shop.url,
    WP_SITEURL: shop.url,
    WP_ENVIRONMENT_TYPE: 'local',
    WP_DEBUG: debug,
    WP_DEBUG_LOG: debug ? shop.debugLog : false,
    WP_DEBUG_DISPLAY: false,
    // wp_remote_* may reach this machine only: the doorbell pokes 127.0.0.1.
    WP_HTTP_BLOCK_EXTERNAL: true,
    WP_ACCESSIBLE_HOSTS: '127.0.0.1,localhost',
    DISABLE_WP_CRON: true,
    AUTOMATIC_UPDATER_DISABLED: true,
    WP_AUTO_UPDATE_CORE: false,
    // Core and store are hard links into the cache: nothing may write into them.
    DISALLOW_FILE_MODS: true,
    FS_METHOD: 'direct',
    WP_MEMORY_LIMIT: '512M',
    CAUSEWAY_STAGE_SECRET: shop.secret,
    CAUSEWAY_STAGE_MAIL_LOG: shop.mailLog,
  };
  const salts = [
    'AUTH_KEY',
    'SECURE_AUTH_KEY',
    'LOGGED_IN_KEY',
    'NONCE_KEY',
    'AUTH_SALT',
    'SECURE_AUTH_SALT',
    'LOGGED_IN_SALT',
    'NONCE_SALT',
  ];
  for (const salt of salts) constants[salt] = randomBytes(32).toString('hex');
  if (shop.database === 'sqlite') {
    Object.assign(constants, { DB_ENGINE: 'sqlite', DB_DIR: join(shop.folder, 'database'), DB_FILE: 'shop.sqlite' });
  }
  const lines = Object.entries(constants).map(([name, value]) => `define( '${name}', ${phpLiteral(value)} );`);
  const file = [
    '<?php',
    "ini_set( 'display_errors', '0' );",
    ...lines,
    "$table_prefix = 'wp_';",
    "defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );",
    "require_once ABSPATH . 'wp-settings.php';",
    '',
  ];
  writeFileSync(join(shop.site, 'wp-config.php'), file.join('\n'), { mode: 0o600 });
}

/** A PHP literal for a string or a boolean. */
export function phpLiteral(value: string | boolean): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
