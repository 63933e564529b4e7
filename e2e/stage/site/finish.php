<?php
/**
 * What differs between two lays of one template. Args: { password }.
 *
 * @package Causeway\Stage
 */

$admin = get_user_by( 'login', 'admin' );
wp_set_password( $args['password'], $admin->ID );
update_user_meta( $admin->ID, 'show_welcome_panel', '0' );
update_user_meta( $admin->ID, 'wp_persisted_preferences', array( 'core/edit-post' => array( 'welcomeGuide' => false ) ) );
update_option( 'home', WP_HOME );
update_option( 'siteurl', WP_SITEURL );
flush_rewrite_rules( false );
return true;
