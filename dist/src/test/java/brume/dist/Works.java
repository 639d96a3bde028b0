package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Somebody who changes applications at random and knows what was acknowledged. After every change the director must want exactly that: no less, and nothing twice.
 */
final class Works {
    private static final int APPS_MAX = 3;
    private static final int BACKENDS_MAX = 2;
    private static final int CODES_MAX = 3;

    private final PatientClient client;
    private final RandomGenerator random;
    private final String prefix;
    private Map<String, App> wanted = new TreeMap<>();
    private int made;

    /**
     * What is wanted of an application.
     *
     * @param codes files of its code versions, in the order of their upload
     * @param active the one that is served
     */
    record App(boolean run, int backends, List<String> codes, String active) {
        App {
            codes = List.copyOf(codes);
        }

        App run(boolean now) {
            return new App(now, backends, codes, active);
        }

        App backends(int now) {
            return new App(run, now, codes, active);
        }

        App uploaded(String file) {
            List<String> more = new ArrayList<>(codes);
            more.add(file);
            return new App(run, backends, more, file);
        }

        App activated(String file) {
            return new App(run, backends, codes, file);
        }
    }

    /** A request and what is wanted once it is done. */
    private record Deed(String what, PatientClient.Change change, Map<String, App> after) {}

    /** @param prefix of the names of applications that are made here */
    Works(PatientClient client, RandomGenerator random, String prefix) {
        this.client = client;
        this.random = random;
        this.prefix = prefix;
    }

    Map<String, App> wanted() {
        return new TreeMap<>(wanted);
    }

    /** Makes one change and has it acknowledged, however often the director ends meanwhile. Answers what was done. */
    String next() {
        Deed deed = choose();
        int asked = 1;
        while (!acknowledged(deed)) {
            asked++;
        }
        wanted = deed.after();
        assertThat(seen()).as("after %s", deed.what()).isEqualTo(wanted);
        return deed.what() + (asked == 1 ? "" : " (asked " + asked + " times)");
    }

    /** False when it was not done and has to be asked for anew. */
    private boolean acknowledged(Deed deed) {
        return switch (client.change(deed.change())) {
            case PatientClient.Outcome.Answered(int status, JsonNode body) -> {
                assertThat(status).as("%s: %s", deed.what(), body).isBetween(200, 299);
                yield true;
            }
            case PatientClient.Outcome.Unknown() -> {
                Map<String, App> seen = seen();
                assertThat(seen).as("done or not: %s", deed.what()).isIn(deed.after(), wanted);
                yield seen.equals(deed.after());
            }
        };
    }

    /** What the director says that is wanted. */
    Map<String, App> seen() {
        Map<String, App> seen = new TreeMap<>();
        for (JsonNode app : client.get("/apps?limit=100").path("items")) {
            String name = app.path("name").asText();
            if (name.startsWith(prefix) && !app.path("deleting").asBoolean()) {
                seen.put(name, seen(app));
            }
        }
        return seen;
    }

    private App seen(JsonNode app) {
        JsonNode service = app.path("services").path(0);
        List<String> codes = new ArrayList<>();
        String active = "";
        for (JsonNode code : client.get("/apps/" + app.path("id").asText() + "/services/" + service.path("sid").asText() + "/code")) {
            codes.addFirst(code.path("filename").asText());
            active = code.path("active").asBoolean() ? code.path("filename").asText() : active;
        }
        return new App(app.path("wantRun").asBoolean(), service.path("counts").path("backend").asInt(), codes, active);
    }

    private Deed choose() {
        List<String> names = List.copyOf(wanted.keySet());
        if (names.isEmpty() || (names.size() < APPS_MAX && random.nextInt(4) == 0)) {
            return deploy();
        }
        String name = names.get(random.nextInt(names.size()));
        App app = Objects.requireNonNull(wanted.get(name));
        return switch (random.nextInt(8)) {
            case 0 -> deed("deleting " + name, PatientClient.Change.of("DELETE", "/apps/" + name), without(name));
            case 1 -> rename(name, app);
            case 2 -> run(name, app);
            case 3 -> code(name, app);
            case 4 -> activate(name, app);
            default -> app.run() ? scale(name, app) : run(name, app);
        };
    }

    private Deed deploy() {
        String name = prefix + made++;
        String file = "code" + made++ + ".zip";
        // the very same bytes again if need be: others would be an upload that nobody uses, which is kept for hours
        PatientClient.Change upload = new PatientClient.Change("PUT", "/blobs", "application/octet-stream", zip(file));
        PatientClient.Outcome blob = client.change(upload);
        while (!(blob instanceof PatientClient.Outcome.Answered(int status, JsonNode body) && status / 100 == 2)) {
            blob = client.change(upload);
        }
        String manifest = "{\"Application\": \"" + name + "\", \"Services\": [{\"Type\": \"php\", \"Start\": 1, \"Archive\": \"" + file + "\"}]}";
        Map<String, Object> request = Map.of("text", manifest, "files", Map.of(file, body.path("digest").asText()));
        return deed("deploying " + name, PatientClient.Change.of("POST", "/manifests/deploy", request), with(name, new App(true, 1, List.of(file), file)));
    }

    private Deed rename(String name, App app) {
        String other = prefix + made++;
        Map<String, App> after = without(name);
        after.put(other, app);
        return deed("renaming " + name + " to " + other, PatientClient.Change.of("PATCH", "/apps/" + name, Map.of("name", other)), after);
    }

    private Deed run(String name, App app) {
        String verb = app.run() ? "stop" : "start";
        return deed(verb + " of " + name, PatientClient.Change.of("POST", "/apps/" + name + "/" + verb), with(name, app.run(!app.run())));
    }

    private Deed scale(String name, App app) {
        int by = app.backends() < BACKENDS_MAX ? 1 : -1;
        PatientClient.Change change = PatientClient.Change.of("POST", "/apps/" + name + "/services/1/nodes", Map.of("roles", Map.of("backend", by)));
        return deed("scaling " + name + " by " + by, change, with(name, app.backends(app.backends() + by)));
    }

    private Deed code(String name, App app) {
        if (app.codes().size() >= CODES_MAX) {
            return activate(name, app);
        }
        String file = "code" + made++ + ".zip";
        PatientClient.Change change = new PatientClient.Change(
                "POST", "/apps/" + name + "/services/1/code?activate=true&filename=" + file, "application/octet-stream", zip(file));
        return deed("uploading " + file + " to " + name, change, with(name, app.uploaded(file)));
    }

    private Deed activate(String name, App app) {
        String file = app.codes().get(random.nextInt(app.codes().size()));
        for (JsonNode code : client.get("/apps/" + name + "/services/1/code")) {
            if (code.path("filename").asText().equals(file)) {
                PatientClient.Change change = PatientClient.Change.of("POST", "/apps/" + name + "/services/1/code/" + code.path("id").asText() + "/activate");
                return deed("activating " + file + " of " + name, change, with(name, app.activated(file)));
            }
        }
        throw new AssertionError(file + " was acknowledged and is not there");
    }

    private static Deed deed(String what, PatientClient.Change change, Map<String, App> after) {
        return new Deed(what, change, after);
    }

    private Map<String, App> with(String name, App app) {
        Map<String, App> after = wanted();
        after.put(name, app);
        return after;
    }

    private Map<String, App> without(String name) {
        Map<String, App> after = wanted();
        after.remove(name);
        return after;
    }

    /** A page that says which archive it came from. */
    private static HttpRequest.BodyPublisher zip(String word) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.php"));
            zip.write(("<?php echo '" + word + "';").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray());
    }
}
