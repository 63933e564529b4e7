<?php
declare(strict_types=1);

namespace Causeway\Effects;

/** Ends WC_Order::save() where it would go on to tell of a status that it did not write; an \Error, as Overtaken is. */
final class Unwritten extends \Error {}
