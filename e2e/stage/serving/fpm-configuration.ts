import { join } from 'node:path';
import { isRoot } from '../command.ts';
import type { Shop } from '../shop.ts';

/** Configuration of a private PHP-FPM with a fixed number of children. */
export function fpmConfiguration(socket: string, children: number, log: string): string {
  return `[global]
error_log = ${log}
log_level = notice
[shop]
${isRoot() ? 'user = root\ngroup = root\n' : ''}listen = ${socket}
pm = static
pm.max_children = ${children}
clear_env = no
catch_workers_output = yes
`;
}

const types: Readonly<Record<string, string>> = {
  'text/html': 'html',
  'text/css': 'css',
  'application/javascript': 'js mjs',
  'application/json': 'json map',
  'image/svg+xml': 'svg',
  'image/png': 'png',
  'image/jpeg': 'jpg jpeg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/x-icon': 'ico',
  'font/woff': 'woff',
  'font/woff2': 'woff2',
  'font/ttf': 'ttf',
  'text/plain': 'txt',
};

/** Configuration of a private nginx in front of it; every path it writes to is in `folder`. */
export function nginxConfiguration(shop: Shop, socket: string, folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `  ${kind}_temp_path ${join(folder, kind)};`,
  );
  const parameters = {
    SCRIPT_FILENAME: '$document_root$fastcgi_script_name',
    SCRIPT_NAME: '$fastcgi_script_name',
    QUERY_STRING: '$query_string',
    REQUEST_METHOD: '$request_method',
    CONTENT_TYPE: '$content_type',
    CONTENT_LENGTH: '$content_length',
    REQUEST_URI: '$request_uri',
    DOCUMENT_URI: '$document_uri',
    DOCUMENT_ROOT: '$document_root',
    SERVER_PROTOCOL: '$server_protocol',
    REQUEST_SCHEME: '$scheme',
    GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_SOFTWARE: 'nginx',
    REMOTE_ADDR: '$remote_addr',
    REMOTE_PORT: '$remote_port',
    SERVER_ADDR: '$server_addr',
    SERVER_PORT: '$server_port',
    SERVER_NAME: '$host',
    REDIRECT_STATUS: '200',
  };
  return `${isRoot() ? 'user root;\n' : ''}daemon off;
worker_processes 2;
pid ${join(folder, 'nginx.pid')};
events { worker_connections 256; }
http {
  access_log off;
  types {
${Object.entries(types)
  .map(([type, ends]) => `    ${type} ${ends};`)
  .join('\n')}
  }
  default_type application/octet-stream;
  client_max_body_size 32m;
${temporary.join('\n')}
  server {
    listen 127.0.0.1:${shop.port};
    root ${shop.site};
    index index.php;
    absolute_redirect off;
    location ~ /\\. { return 404; }
    location / { try_files $uri $uri/ /index.php?$args; }
    location ~ \\.php$ {
      try_files $uri =404;
${Object.entries(parameters)
  .map(([name, value]) => `      fastcgi_param ${name} ${value};`)
  .join('\n')}
      fastcgi_read_timeout 120s;
      fastcgi_pass unix:${socket};
    }
  }
}
`;
}
