-- A user for Causeway's database lane (docs/operator.md, "The database lane"). Put in your own: the password, the
-- database's name (`shop`: DB_NAME in wp-config.php), the table prefix (`wp_`), and from where the worker connects
-- ('localhost': by socket; another machine: its address, and REQUIRE SSL after the password).
-- Run it as the database's administrator; then `causeway doctor` says whether it is neither too little nor too much.

CREATE USER 'causeway'@'localhost' IDENTIFIED BY 'CHANGE-ME';
GRANT SELECT, UPDATE (served_at, slot), DELETE ON `shop`.`wp_causeway_outbox` TO 'causeway'@'localhost';
GRANT SELECT, INSERT, DELETE ON `shop`.`wp_causeway_archive` TO 'causeway'@'localhost';
GRANT SELECT ON `shop`.`wp_causeway_subject` TO 'causeway'@'localhost';
GRANT SELECT (id, shop_id, incarnation, lease_epoch, lease_engine, engine_commit, lease_until, ack_number, rewound_at, rewound_from, paired_at, worker_seen_at), UPDATE (ack_number) ON `shop`.`wp_causeway_link` TO 'causeway'@'localhost';

-- In the configuration, beside the shop's code and url:
--   "database": { "socket": "/run/mysqld/mysqld.sock", "user": "causeway", "passwordFile": "credential:shop-database", "name": "shop" }
