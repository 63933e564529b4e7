<?php
/** Constants that WordPress defines at run time and the stubs leave out; for PHPStan only. */

declare(strict_types=1);

defined( 'ABSPATH' ) || define( 'ABSPATH', '/' );
defined( 'ARRAY_A' ) || define( 'ARRAY_A', 'ARRAY_A' );
defined( 'DAY_IN_SECONDS' ) || define( 'DAY_IN_SECONDS', 86400 );
