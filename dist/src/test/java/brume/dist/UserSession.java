package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user does from the repository's folder: types commands of {@code brume} and opens pages.
 *
 * @param folder where the words of the commands are kept while they run
 */
record UserSession(Path folder) {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern URL = Pattern.compile("\"url\"\\s*:\\s*\"(http[^\"]+)\"");
    private static final int MINUTES_MAX = 15;

    /** What a command left: both its outputs in one. */
    record Said(int exit, String text) {}

    /** The words of a command that has to succeed. */
    String must(String... words) throws IOException, InterruptedException {
        Said said = brume(words);
        assertThat(said.exit()).as("brume %s said:%n%s", String.join(" ", words), said.text()).isZero();
        return said.text();
    }

    Said brume(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("brume").toString()));
        command.addAll(List.of(words));
        return run(command);
    }

    Said run(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "said", ".log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
        return new Said(process.exitValue(), Files.readString(log));
    }

    /** Where visitors find the application. */
    URI site(String app) throws IOException, InterruptedException {
        Matcher url = URL.matcher(must("app", "show", app, "-o", "json"));
        assertThat(url.find()).isTrue();
        return URI.create(url.group(1));
    }

    static String get(URI page) throws IOException, InterruptedException {
        return fetch(HttpClient.newHttpClient(), page).body();
    }

    static HttpResponse<String> fetch(HttpClient client, URI page) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    }
}
