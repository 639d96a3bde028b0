<?php
/*
 * WordPress's settings when it runs as an application of Brume: everything comes from the environment that the platform
 * gives to PHP, so this file holds no secret and the same archive serves any number of installations and nodes.
 */
function brume_env(string $name, string $otherwise = ''): string
{
    $value = getenv($name);
    if ($value === false || $value === '') {
        $value = $_SERVER[$name] ?? '';
    }
    return $value === '' ? $otherwise : $value;
}

define('DB_NAME', brume_env('MYSQL_DATABASE', 'wordpress'));
define('DB_USER', brume_env('MYSQL_USER', 'wordpress'));
define('DB_PASSWORD', brume_env('MYSQL_PASSWORD'));
define('DB_HOST', brume_env('MYSQL_HOST', '127.0.0.1') . ':' . brume_env('MYSQL_PORT', '3306'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');

// Keys and salts are derived, so that every node has the same ones and a cookie is good on all of them. They change when
// the secret does: then everybody has to log in again.
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY',
          'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as $name) {
    define($name, hash_hmac('sha256', "wordpress $name", brume_env('BRUME_APP_SECRET', DB_PASSWORD)));
}

// The proxy in front speaks TLS for us.
if (($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https') {
    $_SERVER['HTTPS'] = 'on';
}

// A node's code is one version for all nodes: it is changed by uploading a new version, not by WordPress on one node.
define('DISALLOW_FILE_MODS', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
// No calls to the outside, and no work of its own beside answering requests.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('WP_DEBUG', false);

$table_prefix = 'wp_';

if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
