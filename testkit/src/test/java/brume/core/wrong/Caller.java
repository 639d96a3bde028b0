package brume.core.wrong;

import java.net.http.HttpClient;

/** Does what core must not. */
record Caller(HttpClient client) {}
