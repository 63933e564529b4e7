<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/**
 * Causeway's own tables. Instants are epoch milliseconds; a migration adds and never drops.
 *
 * Why own tables: the outbox must be written in one statement on a hook, drained by number and stay small,
 * which neither posts, options nor Action Scheduler's tables allow.
 */
final class Schema {

	public const VERSION = 3;

	/** @return array<string, string> Table name without prefix → its CREATE TABLE for dbDelta. */
	public static function tables( string $prefix, string $collate ): array {
		$columns = [
			// Unacknowledged rows only. `slot` is the subject while the look may still be merged, else NULL.
			'outbox'            => "id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  kind varchar(8) NOT NULL,
  priority tinyint(3) unsigned NOT NULL,
  subject varchar(64) NOT NULL,
  slot varchar(96) DEFAULT NULL,
  event_id char(36) NOT NULL,
  trace_id char(32) NOT NULL,
  first_at bigint(20) NOT NULL,
  request char(16) NOT NULL,
  touches int(10) unsigned NOT NULL DEFAULT 1,
  written_status varchar(40) DEFAULT NULL,
  filled_at bigint(20) DEFAULT NULL,
  rev bigint(20) unsigned DEFAULT NULL,
  body longtext DEFAULT NULL,
  served_at bigint(20) DEFAULT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY slot (slot),
  KEY serving (priority,filled_at,id),
  KEY subject (subject)",
			// Acknowledged rows, bounded: the audit of what crossed.
			'archive'           => 'id bigint(20) unsigned NOT NULL,
  kind varchar(8) NOT NULL,
  subject varchar(64) NOT NULL,
  event_id char(36) NOT NULL,
  trace_id char(32) NOT NULL,
  rev bigint(20) unsigned DEFAULT NULL,
  body text DEFAULT NULL,
  first_at bigint(20) NOT NULL,
  acked_at bigint(20) NOT NULL,
  PRIMARY KEY  (id),
  KEY subject (subject),
  KEY acked_at (acked_at)',
			// One row a subject: what the shop knows, and what the worker said of it (mirror, checkpoint).
			'subject'           => "subject varchar(64) NOT NULL,
  object_id bigint(20) unsigned NOT NULL DEFAULT 0,
  incarnation int(10) unsigned NOT NULL,
  rev bigint(20) unsigned NOT NULL DEFAULT 0,
  foreign_rev bigint(20) unsigned NOT NULL DEFAULT 0,
  hash char(64) NOT NULL DEFAULT '',
  snapshot longtext DEFAULT NULL,
  snapshot_bytes int(10) unsigned NOT NULL DEFAULT 0,
  snapshot_at bigint(20) NOT NULL DEFAULT 0,
  order_number varchar(64) NOT NULL DEFAULT '',
  order_created_at bigint(20) DEFAULT NULL,
  seen_modified bigint(20) DEFAULT NULL,
  seen_refunds text DEFAULT NULL,
  rehashed_at bigint(20) NOT NULL DEFAULT 0,
  trace_id char(32) NOT NULL,
  state varchar(32) NOT NULL DEFAULT '',
  reason varchar(255) NOT NULL DEFAULT '',
  waiting_for varchar(120) NOT NULL DEFAULT '',
  state_since bigint(20) DEFAULT NULL,
  attempt int(10) unsigned DEFAULT NULL,
  attempts_max int(10) unsigned DEFAULT NULL,
  next_at bigint(20) DEFAULT NULL,
  external_id varchar(22) DEFAULT NULL,
  erp_number varchar(64) DEFAULT NULL,
  open tinyint(1) NOT NULL DEFAULT 1,
  stages text DEFAULT NULL,
  gates text DEFAULT NULL,
  timeline text DEFAULT NULL,
  checkpoint text DEFAULT NULL,
  epoch int(10) unsigned NOT NULL DEFAULT 0,
  n bigint(20) unsigned NOT NULL DEFAULT 0,
  updated_at bigint(20) NOT NULL,
  PRIMARY KEY  (subject),
  KEY object_id (object_id),
  KEY state (state,updated_at),
  KEY updated_at (updated_at),
  KEY state_since (state_since),
  KEY open (open,rehashed_at),
  KEY order_number (order_number),
  KEY erp_number (erp_number),
  KEY external_id (external_id)",
			// One cause, one exception, many subjects.
			'exception'         => "cause varchar(96) NOT NULL,
  category varchar(24) NOT NULL,
  severity varchar(12) NOT NULL,
  owner varchar(16) NOT NULL,
  title varchar(255) NOT NULL,
  next_step text NOT NULL,
  status varchar(16) NOT NULL,
  opened_at bigint(20) NOT NULL,
  updated_at bigint(20) NOT NULL,
  closed_at bigint(20) DEFAULT NULL,
  closed_by varchar(64) NOT NULL DEFAULT '',
  closed_reason text DEFAULT NULL,
  PRIMARY KEY  (cause),
  KEY status (status,updated_at)",
			'exception_subject' => "cause varchar(96) NOT NULL,
  subject varchar(64) NOT NULL,
  detail text NOT NULL,
  epoch int(10) unsigned NOT NULL,
  n bigint(20) unsigned NOT NULL,
  opened_at bigint(20) NOT NULL,
  PRIMARY KEY  (cause,subject),
  KEY subject (subject)",
			// Written before what cannot be repeated; without a result it is unknown, and a person decides.
			'intent'            => 'effect_id varchar(96) NOT NULL,
  subject varchar(64) NOT NULL,
  kind varchar(16) NOT NULL,
  created_at bigint(20) NOT NULL,
  finished_at bigint(20) DEFAULT NULL,
  result varchar(16) DEFAULT NULL,
  PRIMARY KEY  (effect_id),
  KEY subject (subject)',
			// What the worker was asked of a subject's dealings with its systems, and its answer: a few rows, for an hour.
			'transcript'        => 'subject varchar(64) NOT NULL,
  asked_at bigint(20) NOT NULL,
  answered_at bigint(20) DEFAULT NULL,
  answer longtext DEFAULT NULL,
  PRIMARY KEY  (subject)',
			// A single row (id 1): pairing, lease, acknowledgements, heartbeat, sweep. `rewound_at`: the worker remembered the
			// higher acknowledgement number `rewound_from`, so the shop was restored, and a person has yet to decide.
			// `alarmed_at`: the admin was told by mail that no worker comes.
			'link'              => "id tinyint(3) unsigned NOT NULL,
  shop_id char(36) NOT NULL,
  incarnation int(10) unsigned NOT NULL DEFAULT 1,
  home_hash char(64) NOT NULL DEFAULT '',
  environment varchar(20) NOT NULL DEFAULT '',
  token_hash char(64) NOT NULL DEFAULT '',
  paired_at bigint(20) DEFAULT NULL,
  code_hash char(64) NOT NULL DEFAULT '',
  code_expires_at bigint(20) NOT NULL DEFAULT 0,
  code_tries int(10) unsigned NOT NULL DEFAULT 0,
  go_live_at bigint(20) DEFAULT NULL,
  lease_epoch int(10) unsigned NOT NULL DEFAULT 0,
  lease_engine char(36) NOT NULL DEFAULT '',
  lease_until bigint(20) NOT NULL DEFAULT 0,
  engine_commit bigint(20) unsigned NOT NULL DEFAULT 0,
  ack_number bigint(20) unsigned NOT NULL DEFAULT 0,
  worker_version varchar(32) NOT NULL DEFAULT '',
  worker_seen_at bigint(20) DEFAULT NULL,
  panel_until bigint(20) NOT NULL DEFAULT 0,
  busy_until bigint(20) NOT NULL DEFAULT 0,
  busy_mark char(16) NOT NULL DEFAULT '',
  swept_at bigint(20) NOT NULL DEFAULT 0,
  sweep_cursor varchar(191) NOT NULL DEFAULT '',
  rewound_at bigint(20) DEFAULT NULL,
  rewound_from bigint(20) unsigned NOT NULL DEFAULT 0,
  alarmed_at bigint(20) DEFAULT NULL,
  mailbox_key char(32) NOT NULL DEFAULT '',
  mailbox_minute bigint(20) NOT NULL DEFAULT 0,
  mailbox_taken int(10) unsigned NOT NULL DEFAULT 0,
  PRIMARY KEY  (id)",
		];
		$tables  = [];
		foreach ( $columns as $name => $definition ) {
			$table           = $prefix . 'causeway_' . $name;
			$tables[ $name ] = "CREATE TABLE {$table} (\n  {$definition}\n) {$collate};";
		}
		return $tables;
	}
}
