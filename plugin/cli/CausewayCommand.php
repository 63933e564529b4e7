<?php
declare(strict_types=1);

namespace Causeway\Cli;

/**
 * Shows where orders are on their way to the ERP and the warehouse, and why; asks the worker to look again.
 */
final class CausewayCommand extends \WP_CLI\Dispatcher\CommandNamespace {}
